import { type TotalsKind, type TotalsRow, WHOLE } from '../../../lib/totals/totals.ts'
import type { Question } from '../store.ts'
import { sumRowsOf, wholeRowOf } from '../totals/keyed-sums.ts'
import { LEVELS, stepAt } from '../totals/levels.ts'
import { NumberSums } from '../totals/number-sums.ts'

/** What is summed up: of some agents, in whole steps of a minute, an hour or a day. */
export interface Summing {
  readonly kind: TotalsKind
  readonly step: number
  readonly from: number
  readonly until: number
  readonly agents: readonly number[]
  /** Only what has this key; `WHOLE` for no keys at all, which is many times as fast. */
  readonly key?: string
}

/** Sums by the beginning of a step, by key, and by agent: the whole, or what has the key. */
export interface TotalsSums {
  readonly points: readonly (readonly [number, readonly number[]])[]
  readonly keys: readonly (readonly [string, readonly number[]])[]
  readonly agents: readonly (readonly [number, readonly number[]])[]
}

/** What some agents counted in a span. */
export const summedTotals: Question<Summing, TotalsSums> = {
  name: 'summed-totals',
  isLong: true,
  run: async (db, { kind, step, from, until, agents, key }) => {
    const [points, keys, byAgent] = [new NumberSums<number>(), new NumberSums<string>(), new NumberSums<number>()]
    if (agents.length === 0) return { points: [], keys: [], agents: [] }
    // Where the told periods are longer than the step, they are what there is.
    const width = Math.max(step, LEVELS[kind].told)
    const rows = await db
      .selectFrom('totals')
      .select(['agent', 'start', 'seconds', 'sums'])
      .where('kind', '=', kind)
      .where('width', '=', width)
      .where('agent', 'in', agents)
      // Local days and hours begin at other times than those of UTC.
      .where('start', '>=', from - width)
      .where('start', '<', until + width)
      .execute()
    for (const row of rows) {
      const time = stepAt(row, step)
      if (time < from || time >= until) continue
      for (const [name, ...numbers] of rowsWith(key, row.sums)) {
        if (name === (key ?? WHOLE)) {
          points.add(time, numbers)
          byAgent.add(row.agent, numbers)
        }
        if (name !== WHOLE && (key === undefined || name === key)) keys.add(name, numbers)
      }
    }
    return { points: points.all, keys: keys.all, agents: byAgent.all }
  },
}

function rowsWith(key: string | undefined, sums: string): readonly TotalsRow[] {
  return key === WHOLE ? [wholeRowOf(sums)] : sumRowsOf(sums)
}
