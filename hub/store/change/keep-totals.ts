import type { Kysely } from 'kysely'
import type { TotalsKind, TotalsRow } from '../../../lib/totals/totals.ts'
import { ERASED } from '../erasure/address-in-text.ts'
import { erasedAmong } from '../erasure/erased-mailboxes.ts'
import { inStatements } from '../statement-rows.ts'
import type { Change } from '../store.ts'
import type { Tables } from '../tables.ts'
import { sumRowsOf } from '../totals/keyed-sums.ts'
import { LEVELS } from '../totals/levels.ts'
import { putTotals } from '../totals/put-totals.ts'
import { RunningSums } from '../totals/running-sums.ts'
import type { ToldTotals } from '../totals/told-totals.ts'

/** What one agent brought; no kind and period is twice among what comes together. */
export interface BroughtTotals {
  readonly agent: number
  readonly totals: readonly ToldTotals[]
}

interface KnownTotals {
  readonly revision: number
  readonly rows: readonly TotalsRow[]
}

/**
 * Keeps what several agents counted, each period in place of a lower revision of it, and brings the sums of hours and
 * days up to date. Returns for each agent how many were new.
 */
export const keepTotals: Change<
  { readonly brought: readonly BroughtTotals[]; readonly received: number },
  readonly number[]
> = {
  name: 'keep-totals',
  isBrought: true,
  run: async (db, { brought, received }) => {
    const sums = new RunningSums(db)
    const counts: number[] = []
    for (const each of brought) counts.push(await keepOne(db, sums, each, received))
    await sums.write(received)
    return counts
  },
}

async function keepOne(
  db: Kysely<Tables>,
  sums: RunningSums,
  { agent, totals }: BroughtTotals,
  received: number,
): Promise<number> {
  let kept = 0
  for (const [kind, told] of Map.groupBy(totals, (each) => each.kind)) {
    const known = await knownTotals(db, agent, kind, told)
    const fresh: ToldTotals[] = []
    for (const each of kind === 'senders' ? await withoutErasedSenders(db, told, received) : told) {
      const before = known.get(each.start)
      // What is in a sum and is not kept itself cannot be replaced any more.
      const isOld =
        before === undefined ? (await sums.revisionOf(agent, each)) !== undefined : before.revision >= each.revision
      if (isOld) continue
      await sums.replace(agent, each, before?.rows ?? [])
      fresh.push(each)
    }
    const row = { width: LEVELS[kind].told, agent, received, counted: null }
    await putTotals(
      db,
      Array.from(fresh, ({ rows, ...each }) => ({ ...each, ...row, sums: JSON.stringify(rows) })),
    )
    kept += fresh.length
  }
  return kept
}

async function knownTotals(
  db: Kysely<Tables>,
  agent: number,
  kind: TotalsKind,
  told: readonly ToldTotals[],
): Promise<ReadonlyMap<number, KnownTotals>> {
  const known = new Map<number, KnownTotals>()
  for (const starts of inStatements(told.map(({ start }) => start))) {
    const rows = await db
      .selectFrom('totals')
      .select(['start', 'revision', 'sums'])
      .where('kind', '=', kind)
      .where('width', '=', LEVELS[kind].told)
      .where('agent', '=', agent)
      .where('start', 'in', starts)
      .execute()
    for (const { start, revision, sums } of rows) known.set(start, { revision: revision ?? 0, rows: sumRowsOf(sums) })
  }
  return known
}

/** Agents may send again what was counted before a mailbox was erased: then nobody is named. */
async function withoutErasedSenders(
  db: Kysely<Tables>,
  told: readonly ToldTotals[],
  now: number,
): Promise<readonly ToldTotals[]> {
  const erased = await erasedAmong(db, new Set(told.flatMap(({ rows }) => rows.map(([key]) => key))), { now })
  if (erased.size === 0) return told
  return Array.from(told, ({ rows, ...each }) => {
    const named = Array.from(rows, ([key, ...numbers]): TotalsRow => [
      each.start <= (erased.get(key) ?? -1) ? ERASED : key,
      ...numbers,
    ])
    return { ...each, rows: named }
  })
}
