import type { Insertable, Kysely } from 'kysely'
import * as v from 'valibot'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import type { TotalsRow } from '../../../lib/totals/totals.ts'
import type { Tables } from '../tables.ts'
import type { TotalsTable } from '../totals-table.ts'
import { KEYS_SUMMED, KeyedSums } from './keyed-sums.ts'
import { LEVELS, stepAt } from './levels.ts'
import { putTotals } from './put-totals.ts'
import type { ToldTotals } from './told-totals.ts'

/** Which sum. */
type SumKey = Pick<TotalsTable, 'width' | 'agent' | 'start'> & Pick<ToldTotals, 'kind'>

interface RunningSum {
  readonly key: SumKey
  readonly sums: KeyedSums
  readonly counted: Readonly<Record<string, number>>
  readonly countedText: string | null
  isChanged: boolean
}

/** The sums of hours and days, as a transaction changes them: each is read and written once. */
export class RunningSums {
  readonly #db: Kysely<Tables>
  readonly #sums = new Map<string, RunningSum>()

  constructor(db: Kysely<Tables>) {
    this.#db = db
  }

  /** The revision of a part that is in its sum, but not kept any more; undefined if it never came. */
  async revisionOf(agent: number, told: ToldTotals): Promise<number | undefined> {
    const [width] = LEVELS[told.kind].sums
    if (width === undefined) return undefined
    const { key, counted } = await this.#of(agent, told, width)
    return counted[minuteOf(told.start, key.start)]
  }

  /** Puts a part into its sums, in place of what was there of it. */
  async replace(agent: number, told: ToldTotals, before: readonly TotalsRow[]): Promise<void> {
    for (const width of LEVELS[told.kind].sums) {
      const sum = await this.#of(agent, told, width)
      sum.sums.takeAway(before)
      sum.sums.add(told.rows)
      sum.isChanged = true
    }
  }

  /** Writes what has changed. */
  async write(received: number): Promise<void> {
    const changed = [...this.#sums.values()].filter(({ isChanged }) => isChanged)
    const rows = Array.from(changed, ({ key, sums, countedText: counted }): Insertable<TotalsTable> => {
      const json = JSON.stringify(sums.rows)
      return { ...key, seconds: key.width, revision: null, received, sums: json, counted }
    })
    await putTotals(this.#db, rows)
  }

  async #of(agent: number, told: ToldTotals, width: number): Promise<RunningSum> {
    const key = { kind: told.kind, width, agent, start: stepAt(told, width) }
    const name = JSON.stringify(key)
    const known = this.#sums.get(name) ?? (await this.#read(key))
    this.#sums.set(name, known)
    return known
  }

  async #read(key: SumKey): Promise<RunningSum> {
    const row = await this.#db
      .selectFrom('totals')
      .select(['sums', 'counted'])
      .where('kind', '=', key.kind)
      .where('width', '=', key.width)
      .where('agent', '=', key.agent)
      .where('start', '=', key.start)
      .executeTakeFirst()
    const sums = new KeyedSums(key.kind, KEYS_SUMMED, row?.sums)
    const countedText = row?.counted ?? null
    return { key, sums, counted: countedIn(countedText), countedText, isChanged: false }
  }
}

/** Which part of a sum begins at a time: its minute. */
export function minuteOf(start: number, ofSum: number): string {
  return String((start - ofSum) / 60)
}

const keptCounted = v.pipe(foreignJson, v.record(v.string(), v.number()))

/** The revisions of the parts of a sum that are not kept any more. */
export function countedIn(text: string | null): Readonly<Record<string, number>> {
  return text === null ? {} : v.parse(keptCounted, text)
}
