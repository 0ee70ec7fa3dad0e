import { type Kysely, sql } from 'kysely'
import type { Evidence } from '../../incidents/evidence.ts'
import { leftOutEvidence, MOST_OPENED, onlyHost } from '../../incidents/left-out.ts'
import type { Tables } from '../tables.ts'

const HOUR = 3600

/**
 * Undefined if new evidence of one key may open its incident, in which `all` is to be. If the only host that tells of
 * it has opened too many within the hour in which it came: what is told of that, mostly nothing.
 */
export async function surplusOpening(
  db: Kysely<Tables>,
  evidence: readonly Evidence[],
  all: readonly Evidence[],
): Promise<readonly Evidence[] | undefined> {
  const host = onlyHost(all)
  if (host === undefined) return undefined
  const told: Evidence[] = []
  const opening = evidence.flatMap(({ part, key, step }) => (part === 'opens' && step !== null ? { key, step } : []))
  // Several if it was judged late.
  const byHour = Map.groupBy(opening, ({ step: { received } }) => received - (received % HOUR))
  for (const [hour, [first]] of byHour) {
    if (first === undefined) continue
    const { kind } = first.key
    const count = await nthOf(db, { host, kind, hour })
    if (count <= MOST_OPENED) return undefined
    told.push(...leftOutEvidence(host, kind, { hour, count: count - MOST_OPENED, now: first.step.received }))
  }
  return told
}

/** Counts one more. */
async function nthOf(
  db: Kysely<Tables>,
  which: { readonly host: string; readonly kind: string; readonly hour: number },
): Promise<number> {
  const { count } = await db
    .insertInto('opening')
    .values({ ...which, count: 1 })
    .onConflict((conflict) => conflict.columns(['host', 'kind', 'hour']).doUpdateSet({ count: sql`opening.count + 1` }))
    .returning('count')
    .executeTakeFirstOrThrow()
  return count
}
