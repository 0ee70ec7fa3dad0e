import type { TrafficCounts } from './interval.ts'
import type { TrafficLine } from './log-format/traffic-line.ts'

/** Numbers of a row: requests, bytes, and requests with a status of 1xx to 5xx. */
export const ROW = 7

const [REQUESTS, BYTES] = [0, 1]

/** The counts of one open interval, a row for each virtual host by its number. */
export class IntervalRows {
  /** Its beginning, in seconds since 1970-01-01T00:00:00Z; NaN while no line has said a time yet. */
  start: number
  late = 0
  future = 0
  unrecognised = 0
  // Most logs are of one virtual host, the third row.
  #rows = new Float64Array(3 * ROW)

  constructor(start: number) {
    this.start = start
  }

  /** Begins anew for another interval: logs of one request now and then have no use for new tables. */
  restart(start: number): void {
    this.start = start
    this.late = 0
    this.future = 0
    this.unrecognised = 0
    this.#rows.fill(0)
  }

  /** Counts a request. */
  count(number: number, line: TrafficLine): void {
    const { status } = line
    const row = number * ROW
    if (row >= this.#rows.length) this.#grow(row)
    const rows = this.#rows
    rows[row + REQUESTS] = (rows[row + REQUESTS] ?? 0) + 1
    rows[row + BYTES] = Math.min((rows[row + BYTES] ?? 0) + line.size, Number.MAX_SAFE_INTEGER)
    if (status < 100 || status > 599) return
    const place = row + BYTES + ((status / 100) | 0)
    rows[place] = (rows[place] ?? 0) + 1
  }

  /** The numbers that have a row with at least one request, in their order. */
  numbers(): number[] {
    const numbers: number[] = []
    for (let row = 0; row < this.#rows.length; row += ROW)
      if ((this.#rows[row + REQUESTS] ?? 0) > 0) numbers.push(row / ROW)
    return numbers
  }

  /** The seven numbers of a row. */
  row(number: number): readonly number[] {
    const values: number[] = []
    for (let at = number * ROW; at < (number + 1) * ROW; at += 1) values.push(this.#rows[at] ?? 0)
    return values
  }

  /** Takes a row as it was. */
  setRow(number: number, values: readonly number[]): void {
    const row = number * ROW
    if (row >= this.#rows.length) this.#grow(row)
    this.#rows.set(values.slice(0, ROW), row)
  }

  /** Gives rows new numbers; those of others are empty. */
  renumber(numbers: ReadonlyMap<number, number>): void {
    const moved = this.numbers().map((number) => [numbers.get(number) ?? number, this.row(number)] as const)
    this.#rows.fill(0)
    for (const [number, values] of moved) this.setRow(number, values)
  }

  #grow(row: number): void {
    const rows = this.#rows
    this.#rows = new Float64Array(Math.max(rows.length * 2, row + ROW))
    this.#rows.set(rows)
  }
}

/** A row as counts. */
export function rowCounts(row: readonly number[]): TrafficCounts {
  const [requests = 0, bytes = 0, one = 0, two = 0, three = 0, four = 0, five = 0] = row
  return { requests, bytes, classes: [one, two, three, four, five] }
}

/** Adds counts to a row; what a number cannot hold exactly is cut. */
export function addToRow(sum: number[], { requests, bytes, classes }: TrafficCounts): void {
  sum[REQUESTS] = within((sum[REQUESTS] ?? 0) + requests)
  sum[BYTES] = within((sum[BYTES] ?? 0) + bytes)
  for (let index = 0; index < classes.length; index += 1)
    sum[BYTES + 1 + index] = within((sum[BYTES + 1 + index] ?? 0) + (classes[index] ?? 0))
}

/** Adds one row to another; what a number cannot hold exactly is cut. */
export function addRow(sum: number[], row: readonly number[]): void {
  for (let index = 0; index < ROW; index += 1) sum[index] = within((sum[index] ?? 0) + (row[index] ?? 0))
}

function within(number: number): number {
  return Math.min(number, Number.MAX_SAFE_INTEGER)
}

/** The sum of rows. */
export function sumOfRows(rows: readonly (readonly number[])[]): readonly number[] {
  const sum = Array.from({ length: ROW }, () => 0)
  for (const row of rows) addRow(sum, row)
  return sum
}
