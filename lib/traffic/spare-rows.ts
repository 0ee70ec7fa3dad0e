import { IntervalRows } from './interval-rows.ts'

/** How many are kept. */
const MOST = 64

/** The tables of closed intervals, for those that are opened next: a request now and then needs no new one. */
export class SpareRows {
  readonly #spare: IntervalRows[] = []

  /** For an interval that begins there. */
  rowsOf(start: number): IntervalRows {
    const rows = this.#spare.pop()
    rows?.restart(start)
    return rows ?? new IntervalRows(start)
  }

  /** Nobody needs these any more. */
  take(rows: IntervalRows): void {
    if (rows.isSmall && this.#spare.length < MOST) this.#spare.push(rows)
  }
}
