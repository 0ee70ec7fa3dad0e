import { type Kysely, sql } from 'kysely'
import { type Evidence, evidenceOf, type IncidentKey, stepFor } from '../../incidents/evidence.ts'
import { gathered, keyText } from '../../incidents/gather.ts'
import { ATTEMPT_KINDS, COMPROMISE_KINDS } from '../../incidents/meaning.ts'
import { hostsOf } from '../ask/hosts-of.ts'
import { eventsOfSubject } from '../events-of-subject.ts'
import { heardOf } from '../heard-of.ts'
import { wordNumber } from '../number-words.ts'
import type { KeptEvent, Tables } from '../tables.ts'

/** How far before its opening an incident begins, in seconds, and how many events that counts at most. */
const BEFORE = {
  compromise: { seconds: 86_400, most: 200 },
  attack: { seconds: 3600, most: 10_000 },
  blind_spot: { seconds: 0, most: 0 },
  misuse: { seconds: 0, most: 0 },
  overload: { seconds: 0, most: 0 },
  outage: { seconds: 0, most: 0 },
  expiry: { seconds: 0, most: 0 },
}

/** Which events: those that came up to an arrival, and happened after the incident of the key before it. */
interface Bounds {
  readonly upTo: number
  readonly after: number
}

/**
 * What happened of a key before evidence opened its incident; undefined if that is not looked for, as of hosts.
 */
export async function earlierEvidence(
  db: Kysely<Tables>,
  { key, first, step }: Evidence,
  { upTo, after }: Bounds,
): Promise<readonly Evidence[] | undefined> {
  const { seconds, most } = BEFORE[key.kind]
  const query = most === 0 ? undefined : eventsOfSubject(db, key, { from: Math.max(first - seconds, after + 1) })
  if (query === undefined) return undefined
  const parts = String(step?.fields['parts'] ?? '').split(' ')
  const kinds = key.kind === 'attack' ? ATTEMPT_KINDS : COMPROMISE_KINDS
  const events = await query
    .selectAll()
    .where((where) => where.or([where(sql`kind + 0`, 'in', kinds.map(wordNumber)), where('id', 'in', parts)]))
    .where(sql<boolean>`arrival + 0 <= ${upTo}`)
    .orderBy('time', 'desc')
    .limit(most)
    .execute()
  return evidenceFor(db, key, { events: events.toReversed(), parts: new Set(parts) })
}

async function evidenceFor(
  db: Kysely<Tables>,
  key: IncidentKey,
  { events, parts }: { readonly events: readonly KeptEvent[]; readonly parts: ReadonlySet<string> },
): Promise<readonly Evidence[]> {
  const hosts = new Map(await hostsOf.run(db, [...new Set(events.map(({ agent }) => agent))]))
  const pieces = events.flatMap((event) => {
    const heard = heardOf(event, hosts.get(event.agent) ?? '')
    const found = evidenceOf(heard).filter((piece) => keyText(piece.key) === keyText(key))
    return found.length === 0 && parts.has(event.id) ? [stepFor(key, 'joins', heard)] : found
  })
  return gathered(pieces)
}
