/** A row as it is saved: its key and its numbers, without the zeros at the end. */
export type SavedRow = readonly [key: string, ...numbers: number[]]

/** Most keys of a table; all further ones are one, `(other)`. */
export const MOST_KEYS = 10_000

/** Stands for all keys beyond the bound. No address, domain, account or path has parentheses at both ends. */
const OTHER = '(other)'

/** Of what strangers choose, such as the senders of mail from outside, only so many keys are taken. */
const MOST_FOREIGN = 8000

/** Rows of numbers by key. The keys seen first are kept. */
export class CountTable {
  readonly #rows = new Map<string, number[]>()
  readonly #zeros: readonly number[]

  /** Rows have `width` numbers. */
  constructor(width: number, saved: readonly SavedRow[] = []) {
    this.#zeros = zeros(width)
    for (const [key, ...numbers] of saved) this.#rows.set(key, filled(numbers, width))
  }

  /** The row of a key, to add to; that of `(other)` if there are too many. `isForeign`: a stranger chose the key. */
  row(key: string, isForeign = false): number[] {
    const found = this.#rows.get(key)
    if (found !== undefined) return found
    const isFull = this.#rows.size >= (isForeign ? MOST_FOREIGN : MOST_KEYS)
    if (isFull && key !== OTHER) return this.row(OTHER)
    const row = this.#zeros.slice()
    this.#rows.set(key, row)
    return row
  }

  /** Adds all rows of another table. */
  addAll(other: CountTable): void {
    for (const [key, numbers] of other.#rows) addTo(this.row(key), numbers)
  }

  /** All rows, in the order in which their keys came. */
  rows(): SavedRow[] {
    const rows: SavedRow[] = []
    // Without an array for each entry and one for its numbers: there are many, each hour.
    this.#rows.forEach((numbers, key) => rows.push(savedRow(key, numbers)))
    return rows
  }
}

/** So many zeros. V8 keeps what once held a fraction as floating-point numbers, which sums of bytes become anyway. */
export function zeros(width: number): number[] {
  return Array.from({ length: width }, () => 0.5).fill(0)
}

/** Adds the numbers of one row to those of another. */
export function addTo(row: number[], numbers: readonly number[]): void {
  for (const [index, number] of numbers.entries()) row[index] = (row[index] ?? 0) + number
}

/** Numbers without the zeros at the end. */
export function trimmed(numbers: readonly number[]): number[] {
  return numbers.slice(0, trimmedLength(numbers))
}

function trimmedLength(numbers: readonly number[]): number {
  let { length } = numbers
  while (length > 0 && numbers[length - 1] === 0) length -= 1
  return length
}

function savedRow(key: string, numbers: readonly number[]): SavedRow {
  const length = trimmedLength(numbers)
  const row: [string, ...number[]] = [key]
  for (let index = 0; index < length; index += 1) row.push(numbers[index] ?? 0)
  return row
}

/** A row of so many numbers, with zeros at the end. */
export function filled(numbers: readonly number[], width: number): number[] {
  const row = zeros(width)
  addTo(row, numbers.slice(0, width))
  return row
}
