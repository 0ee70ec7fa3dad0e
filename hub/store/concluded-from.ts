import type { Kysely } from 'kysely'
import * as v from 'valibot'
import { type ConcludedPart, PART_COLUMNS } from './concluded-part.ts'
import { countedParts } from './counted-parts.ts'
import { fittingEvents } from './event-filter.ts'
import { keptFields } from './heard-of.ts'
import { DAY } from './segment-days.ts'
import { inStatements } from './statement-rows.ts'
import type { SegmentOf } from './store.ts'
import type { Tables } from './tables.ts'

/** How far from a conclusion the parts that it names can be, in seconds: a takeover has a day, and clocks differ. */
const REACH = 2 * DAY

/** So many parts of a conclusion are looked for: no more ids fit into what rules say, but a liar can make many. */
const MOST_NAMED = 44

/**
 * What each of these follows from, the oldest first, as pairs of its id and the parts; nothing for what is no
 * conclusion. Parts that a conclusion names are found by their ids; what it only counted or joined is looked for, and
 * is what hosts reported of it and the hub still keeps.
 */
export async function concludedFrom(
  db: Kysely<Tables>,
  conclusions: readonly ConcludedPart[],
  segmentOf: SegmentOf,
): Promise<readonly (readonly [string, readonly ConcludedPart[]])[]> {
  const named = await namedParts(db, conclusions)
  const counted = await countedParts(
    db,
    conclusions.filter((conclusion) => idsOf(conclusion).length === 0),
    segmentOf,
  )
  return conclusions.flatMap((conclusion) => {
    const parts = counted.get(conclusion) ?? idsOf(conclusion).flatMap((id) => named.get(id) ?? [])
    return parts.length === 0 ? [] : [[conclusion.id, parts.toSorted(oldestFirst)] as const]
  })
}

function idsOf({ fields }: ConcludedPart): readonly string[] {
  return String(v.parse(keptFields, fields)['parts'] ?? '')
    .split(' ')
    .filter((id) => id !== '')
    .slice(0, MOST_NAMED)
}

/** Events, and conclusions of the hub, which are kept as steps alone, by their ids. */
async function namedParts(
  db: Kysely<Tables>,
  conclusions: readonly ConcludedPart[],
): Promise<ReadonlyMap<string, ConcludedPart>> {
  const naming = conclusions.filter((conclusion) => idsOf(conclusion).length > 0)
  if (naming.length === 0) return new Map()
  const ids = [...new Set(naming.flatMap(idsOf))]
  const times = naming.map(({ time }) => time)
  const span = { from: Math.min(...times) - REACH, until: Math.max(...times) + REACH }
  const found: ConcludedPart[] = []
  for (const some of inStatements(ids)) {
    const steps = db
      .selectFrom('incident_step')
      .select(['event_id as id', 'event_time as time', 'kind', 'agent', 'mailbox', 'ip', 'fields'])
      .where('event_id', 'in', some)
      .where('agent', '=', 0)
    found.push(...(await steps.execute()))
    found.push(...(await fittingEvents(db, span).select(PART_COLUMNS).where('id', 'in', some).execute()))
  }
  return new Map(found.map((part) => [part.id, part]))
}

function oldestFirst(a: ConcludedPart, b: ConcludedPart): number {
  return a.time - b.time || (a.id < b.id ? -1 : 1)
}
