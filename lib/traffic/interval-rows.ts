import type { TrafficCounts } from './interval.ts'
import type { TrafficLine } from './log-format/traffic-line.ts'

/** Numbers of a row: requests, bytes, and requests with a status of 1xx to 5xx. */
export const ROW = 7

const [REQUESTS, BYTES] = [0, 1]

/** Rows at first: most logs are of one virtual host, the third row. */
const FEW = 3

/** The counts of one open interval, a row for each virtual host by its number. */
export class IntervalRows {
  /** Its beginning, in seconds since 1970-01-01T00:00:00Z; NaN while no line has said a time yet. */
  start: number
  late = 0
  future = 0
  unrecognised = 0
  // Not a Float64Array: each takes 200 bytes beside its numbers, and most logs have two, with one row in use.
  #rows = zeros(FEW * ROW)

  constructor(start: number) {
    this.start = start
  }

  /** Whether it has no more than a new one. */
  get isSmall(): boolean {
    return this.#rows.length === FEW * ROW
  }

  /** Begins anew for another interval. */
  restart(start: number): void {
    this.start = start
    this.late = 0
    this.future = 0
    this.unrecognised = 0
    clear(this.#rows)
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
    for (let index = 0; index < ROW; index += 1) this.#rows[row + index] = values[index] ?? 0
  }

  /** Gives rows new numbers; those of others are empty. */
  renumber(numbers: ReadonlyMap<number, number>): void {
    const moved = this.numbers().map((number) => [numbers.get(number) ?? number, this.row(number)] as const)
    clear(this.#rows)
    for (const [number, values] of moved) this.setRow(number, values)
  }

  #grow(row: number): void {
    const rows = this.#rows
    this.#rows = zeros(Math.max(rows.length * 2, row + ROW))
    for (const [index, value] of rows.entries()) this.#rows[index] = value
  }
}

/** An array of zeros that V8 keeps as floating-point numbers, as it does what held a fraction. */
function zeros(length: number): number[] {
  return clear(Array.from({ length }, () => 0.5))
}

/** Sets all to zero; one by one, as `fill` would make integers of them. */
function clear(rows: number[]): number[] {
  for (let index = 0; index < rows.length; index += 1) rows[index] = 0
  return rows
}

/** A row as counts; by index, as destructuring makes an object for each number, and there are thousands of rows. */
export function rowCounts(row: readonly number[]): TrafficCounts {
  const classOf = (digit: number): number => row[BYTES + digit] ?? 0
  return {
    requests: row[REQUESTS] ?? 0,
    bytes: row[BYTES] ?? 0,
    classes: [classOf(1), classOf(2), classOf(3), classOf(4), classOf(5)],
  }
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
  if (rows.length === 1 && rows[0] !== undefined) return rows[0]
  const sum = Array.from({ length: ROW }, () => 0)
  for (const row of rows) addRow(sum, row)
  return sum
}
