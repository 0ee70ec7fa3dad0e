import type { RE2JS } from 're2js'

/** Cells of a table, two bytes each: text can be made that leads to ever new states. */
const CELLS = 64 * 1024

/** States that re2js keeps for texts that lead to more of them than a table has room for. */
const STATES = 1024

/** Rows of a table at first. */
const ROWS = 16

/** What a cell holds that leads to no row: nothing is known yet, no text that goes on so matches, each one does. */
const [UNKNOWN, NEVER, MATCHES] = [0, 1, 2]

/** The first row. */
const START = 3

/** How re2js names what follows the last character, and the two ways to look for a match. */
const END = -1
const [ANYWHERE, AT_START] = [0, 1]

/** Flag of re2js: only at the beginning of the text. */
const BEGINNING = 4

/** A state of re2js's automaton. */
interface State {
  readonly isMatch: boolean
  readonly nfaStates: readonly number[]
  next: unknown
  nextAnchored: unknown
}

/**
 * The states of an expression that texts led to, as a table with a row for each state and a column for each class of
 * characters. re2js says where a cell leads; to follow them here takes a third of the time that it takes there, and a
 * text ends an expression that begins with `^` as soon as it cannot match.
 */
export class Automaton {
  readonly #machine: RE2JS
  readonly #width: number
  readonly #classes: Int32Array
  readonly #way: number
  #table: Uint16Array
  readonly #states: State[] = []
  readonly #rows = new Map<State, number>()
  #isFull = false

  constructor(machine: RE2JS) {
    const { dfa, cond } = machine.re2()
    this.#machine = machine
    this.#width = dfa.numClasses + 1
    this.#classes = dfa.latin1Class
    this.#way = (Number(cond) & BEGINNING) === 0 ? ANYWHERE : AT_START
    this.#table = new Uint16Array((START + ROWS) * this.#width)
    // Whatever stands at the beginning, the flags there are the same.
    this.#rowOf(dfa.start({ context: () => BEGINNING }, 0))
  }

  /** Whether it matches somewhere in a text, in time linear in its length. */
  test(text: string): boolean {
    if (this.#isFull) return this.#slowly(text)
    const end = this.#endOf(text)
    return end === UNKNOWN ? this.#slowly(text) : end === MATCHES
  }

  /** What the last cell holds that a text leads to. */
  #endOf(text: string): number {
    const [classes, width] = [this.#classes, this.#width]
    let row = START
    for (let at = 0; at < text.length; at += 1) {
      let code = text.charCodeAt(at)
      if (code >= 0xd800) {
        code = text.codePointAt(at) ?? code
        if (code > 0xffff) at += 1
      }
      const column = code < 256 ? (classes[code] ?? 0) : this.#machine.re2().dfa.runeClass(code)
      const next = this.#table[row * width + column] || this.#learn(row, column, code)
      if (next < START) return next
      row = next
    }
    return this.#table[row * width + width - 1] || this.#learn(row, width - 1, END)
  }

  #slowly(text: string): boolean {
    const { dfa } = this.#machine.re2()
    if (dfa.stateCount > STATES) dfa.clearCache()
    return this.#machine.test(text)
  }

  /** Where a cell leads; UNKNOWN if there is no room to know it. */
  #learn(row: number, column: number, code: number): number {
    const { dfa } = this.#machine.re2()
    const state = this.#states[row - START]
    const next: State | null = dfa.step(state, column, code, this.#way)
    // Its own tables would hold the same once more.
    if (state !== undefined) state.next = state.nextAnchored = null
    dfa.memBudget = dfa.stateBudget
    const cell = next === null ? UNKNOWN : this.#cellOf(next, code)
    if (cell === UNKNOWN) this.#fill()
    else this.#table[row * this.#width + column] = cell
    return cell
  }

  #cellOf(state: State, code: number): number {
    if (state.isMatch) return MATCHES
    const isOver = code === END || (state.nfaStates.length === 0 && this.#way === AT_START)
    return isOver ? NEVER : this.#rowOf(state)
  }

  #fill(): void {
    this.#isFull = true
    this.#table = new Uint16Array()
    this.#states.length = 0
    this.#rows.clear()
  }

  #rowOf(state: State): number {
    const known = this.#rows.get(state)
    if (known !== undefined) return known
    const row = START + this.#states.length
    const needed = (row + 1) * this.#width
    if (needed > CELLS && row > START) return UNKNOWN
    if (needed > this.#table.length) {
      const larger = new Uint16Array(2 * this.#table.length)
      larger.set(this.#table)
      this.#table = larger
    }
    this.#states.push(state)
    this.#rows.set(state, row)
    return row
  }
}
