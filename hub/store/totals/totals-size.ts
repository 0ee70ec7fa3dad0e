import { type Kysely, sql } from 'kysely'
import { TOTALS_KINDS } from '../../../lib/totals/totals.ts'
import type { Tables } from '../tables.ts'
import { LEVELS } from './levels.ts'

/** How many periods are looked at to know how large they are. */
const SAMPLE = 1000

/** How many periods of totals are kept, and about how many bytes their numbers have. */
export interface TotalsSize {
  readonly periods: number
  readonly bytes: number
}

/** Counts totals by their key alone, and looks at the size of few of them: there can be gigabytes. */
export async function totalsSize(db: Kysely<Tables>): Promise<TotalsSize> {
  let [periods, bytes] = [0, 0]
  for (const kind of TOTALS_KINDS)
    for (const width of [LEVELS[kind].told, ...LEVELS[kind].sums]) {
      const those = db.selectFrom('totals').where('kind', '=', kind).where('width', '=', width)
      const { count } = await those.select(sql<number>`count(*)`.as('count')).executeTakeFirstOrThrow()
      const some = await those
        .select(sql<number>`octet_length(sums)`.as('size'))
        .limit(SAMPLE)
        .execute()
      periods += count
      bytes += Math.round((count * some.reduce((sum, { size }) => sum + size, 0)) / Math.max(1, some.length))
    }
  return { periods, bytes }
}
