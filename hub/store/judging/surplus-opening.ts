import { type Kysely, sql } from 'kysely'
import type { Evidence } from '../../incidents/evidence.ts'
import type { IncidentKind } from '../../incidents/incident.ts'
import { leftOutEvidence, mayOpen, mayOpenOfNobody, onlyHost, openingShare } from '../../incidents/left-out.ts'
import type { OpeningTable } from '../incident-tables.ts'
import type { Tables } from '../tables.ts'

const HOUR = 3600

/**
 * Undefined if new evidence of one key may open its incident, in which `all` is to be. If the only host that tells of
 * it, or its domain or account there, has opened too many within the hour in which it came: what is told of that,
 * mostly nothing.
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
    const which = { host, kind, hour, domain: openingShare(first.key) }
    if (await opens(db, which)) return undefined
    const count = await nthOf(db, { ...which, domain: '' }, 'left_out')
    told.push(...leftOutEvidence(host, kind, { hour, count, now: first.step.received }))
  }
  return told
}

type Which = Pick<OpeningTable, 'host' | 'hour' | 'domain'> & { readonly kind: IncidentKind }

/** Whether one more may be opened; then it is counted. */
async function opens(db: Kysely<Tables>, which: Which): Promise<boolean> {
  const { host, kind, hour, domain } = which
  const { own, all } = await db
    .selectFrom('opening')
    .select([
      sql<number>`cast(coalesce(sum(case when domain = ${domain} then opened end), 0) as bigint)`.as('own'),
      sql<number>`cast(coalesce(sum(opened), 0) as bigint)`.as('all'),
    ])
    .where('host', '=', host)
    .where('kind', '=', kind)
    .where('hour', '=', hour)
    .executeTakeFirstOrThrow()
  if (!(domain === '' ? mayOpenOfNobody(kind, own) : mayOpen({ own, others: all - own }))) return false
  await nthOf(db, which, 'opened')
  return true
}

/** Counts one more, of what was left out for the host as a whole: names of domains can be invented. */
async function nthOf(db: Kysely<Tables>, which: Which, column: 'opened' | 'left_out'): Promise<number> {
  const row = await db
    .insertInto('opening')
    .values({ ...which, opened: 0, left_out: 0, [column]: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['host', 'kind', 'hour', 'domain'])
        .doUpdateSet({ [column]: sql`${sql.ref(`opening.${column}`)} + 1` }),
    )
    .returning(column)
    .executeTakeFirstOrThrow()
  return row[column]
}
