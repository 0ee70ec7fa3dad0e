/** Letters beyond ASCII of which the other case is of ASCII: where RE2 folds, they match `k` and `s`. */
const BEYOND: Readonly<Record<number, number>> = { 0x212a: 0x6b, 0x17f: 0x73 }

/**
 * Finds which of many literals a text holds, whatever the case of its letters, in one pass (Aho and Corasick). Its
 * table has a row for each beginning of a literal, and a column for each character that literals have.
 */
export class LiteralIndex {
  /** The column of a character below 128; 0 for those that no literal has. */
  readonly #columns = new Uint8Array(128)
  readonly #width: number
  /** By row and column: the row of the longest beginning that the text then ends with. */
  readonly #next: Uint16Array | Uint32Array
  /** By row: 1 + the literal that ends there, or 0. */
  readonly #ends: Uint32Array
  /** By row: the longest other row that ends as it does, and at which a literal ends; 0 for none. */
  readonly #shorter: Uint32Array
  /** By row: the row itself if a literal ends there, otherwise the longest other one as above. */
  readonly #first: Uint32Array

  /** Takes distinct literals in lower case, of ASCII, none empty. */
  constructor(literals: readonly string[]) {
    this.#width = this.#numberColumns(literals)
    const rows = rowsFor(literals)
    this.#next = new (rows > 0xffff ? Uint32Array : Uint16Array)(rows * this.#width)
    this.#ends = new Uint32Array(rows)
    this.#shorter = new Uint32Array(rows)
    this.#grow(literals)
    this.#link(rows)
    this.#first = this.#shorter.map((shorter, row) => (this.#ends[row] === 0 ? shorter : row))
  }

  /** Calls `take` with the number of each literal in the text, in the order of their ends; some more than once. */
  find(text: string, take: (literal: number) => void): void {
    const [next, ends, shorter, columns, width] = [this.#next, this.#ends, this.#shorter, this.#columns, this.#width]
    const first = this.#first
    if (ends.length === 1) return
    let row = 0
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at)
      const column = columns[code < 128 ? code : (BEYOND[code] ?? 0)] ?? 0
      row = next[row * width + column] ?? 0
      for (let ending = first[row] ?? 0; ending !== 0; ending = shorter[ending] ?? 0) take((ends[ending] ?? 0) - 1)
    }
  }

  #numberColumns(literals: readonly string[]): number {
    let width = 1
    for (const literal of literals)
      for (let at = 0; at < literal.length; at += 1) {
        const code = literal.charCodeAt(at)
        if (this.#columns[code] !== 0) continue
        this.#columns[code] = width
        width += 1
      }
    for (let code = 0x41; code <= 0x5a; code += 1) this.#columns[code] = this.#columns[code + 0x20] ?? 0
    return width
  }

  /** Lays each literal as a way from row 0. */
  #grow(literals: readonly string[]): void {
    let rows = 1
    for (const [number, literal] of literals.entries()) {
      let row = 0
      for (let at = 0; at < literal.length; at += 1) {
        const cell = row * this.#width + (this.#columns[literal.charCodeAt(at)] ?? 0)
        if (this.#next[cell] === 0) {
          this.#next[cell] = rows
          rows += 1
        }
        row = this.#next[cell] ?? 0
      }
      this.#ends[row] = number + 1
    }
  }

  /** Fills the cells where no literal goes on with the way of the longest row that ends as this one does. */
  #link(rows: number): void {
    const [next, width] = [this.#next, this.#width]
    const fallback = new Uint32Array(rows)
    // The shortest rows first: each falls back to a shorter one.
    const queue = new Uint32Array(rows)
    let [head, tail] = [0, 1]
    while (head < tail) {
      const row = queue[head] ?? 0
      head += 1
      const back = fallback[row] ?? 0
      this.#shorter[row] = this.#ends[back] === 0 ? (this.#shorter[back] ?? 0) : back
      for (let column = 1; column < width; column += 1) {
        const other = row === 0 ? 0 : (next[back * width + column] ?? 0)
        const after = next[row * width + column] ?? 0
        if (after === 0) {
          next[row * width + column] = other
          continue
        }
        fallback[after] = other
        queue[tail] = after
        tail += 1
      }
    }
  }
}

/** One row for each beginning of a literal, and one for none. */
function rowsFor(literals: readonly string[]): number {
  const sorted = literals.toSorted()
  const beginnings = sorted.map((literal, index) => literal.length - sharedLength(literal, sorted[index - 1] ?? ''))
  return beginnings.reduce((sum, fresh) => sum + fresh, 1)
}

function sharedLength(one: string, other: string): number {
  let length = 0
  while (length < one.length && one[length] === other[length]) length += 1
  return length
}
