import * as v from 'valibot'
import { foreignJson } from '../../../lib/text/foreign-json.ts'
import { OTHER, TOTALS, type TotalsKind, type TotalsRow, WHOLE } from '../../../lib/totals/totals.ts'

/** How many keys are kept of what an agent told of a period, and of a sum, beside the whole and the rest. */
export const [KEYS_TOLD, KEYS_SUMMED] = [200, 400] as const

/** Who wrote them checked them, and there are many. */
const keptRows = v.pipe(foreignJson, v.custom<readonly TotalsRow[]>(Array.isArray))

/** What a row is sorted by: requests or messages, and of bandwidth all bytes. */
export function amountOf(kind: TotalsKind, numbers: readonly number[]): number {
  return kind === 'bandwidth' ? numbers.reduce((sum, each) => sum + each, 0) : (numbers[0] ?? 0)
}

/** Numbers by key: the whole, keys, and the rest. */
export class KeyedSums {
  readonly #width: number
  /** The most keys beside the whole and the rest. */
  readonly #most: number
  readonly #sums = new Map<string, number[]>()

  /** What a row of the store holds, or nothing. */
  constructor(kind: TotalsKind, most: number, kept?: string) {
    this.#width = TOTALS[kind].numbers.length
    this.#most = most + 2
    this.#sums.set(WHOLE, this.#zeros())
    this.#sums.set(OTHER, this.#zeros())
    if (kept !== undefined) this.#read(sumRowsOf(kept))
  }

  /**
   * Adds rows. A key that finds no room counts in the rest, now and later: none ever leaves, so what is taken away
   * again is where it was added.
   */
  add(rows: readonly TotalsRow[]): void {
    for (const [key, ...numbers] of rows) {
      const sum = this.#sums.get(key) ?? this.#room(key)
      numbers.forEach((each, at) => (sum[at] = Math.min((sum[at] ?? 0) + each, Number.MAX_SAFE_INTEGER)))
    }
  }

  /** Takes rows away that were added before. */
  takeAway(rows: readonly TotalsRow[]): void {
    for (const [key, ...numbers] of rows) {
      const sum = this.#sums.get(key) ?? this.#rest
      numbers.forEach((each, at) => (sum[at] = Math.max((sum[at] ?? 0) - each, 0)))
    }
  }

  /** The whole first, then keys as they came, then the rest if there is any. */
  get rows(): readonly TotalsRow[] {
    const rows = [...this.#sums].filter(([key]) => key !== OTHER)
    if (this.#rest.some((each) => each > 0)) rows.push([OTHER, this.#rest])
    return Array.from(rows, ([key, numbers]) => [key, ...numbers])
  }

  get #rest(): number[] {
    return this.#sums.get(OTHER) ?? this.#zeros()
  }

  #zeros(): number[] {
    return Array.from({ length: this.#width }, () => 0)
  }

  /** What is read is never too much: it had room before. */
  #read(rows: readonly TotalsRow[]): void {
    for (const [key] of rows) if (!this.#sums.has(key)) this.#sums.set(key, this.#zeros())
    this.add(rows)
  }

  #room(key: string): number[] {
    if (this.#sums.size >= this.#most) return this.#rest
    const sum = this.#zeros()
    this.#sums.set(key, sum)
    return sum
  }
}

/** The rows that a row of the store holds. Throws if it holds none. */
export function sumRowsOf(kept: string): readonly TotalsRow[] {
  return v.parse(keptRows, kept)
}

/** The row of the whole, which is the first: its key is empty, so that it ends with the first bracket. */
export function wholeRowOf(kept: string): TotalsRow {
  const [whole = [WHOLE] as const] = sumRowsOf(`${kept.slice(0, kept.indexOf(']') + 1)}]`)
  return whole
}
