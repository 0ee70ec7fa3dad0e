import { IdSet } from './id-set.ts'

/** How many ids are remembered at least, and twice as many at most: a few dozen megabytes. */
const REMEMBERED = 500_000

/** Remembers recent ids, so that an event that is in two copies of a log counts once. */
export class SeenIds {
  readonly #remembered: number
  #recent = new IdSet()
  #older = new IdSet()

  constructor(remembered: number = REMEMBERED) {
    this.#remembered = remembered
  }

  /** Remembers an id; false if it was seen before, as far as that is remembered. */
  isNew(id: string): boolean {
    if (this.#older.has(id) || !this.#recent.add(id)) return false
    if (this.#recent.size >= this.#remembered) {
      this.#older = this.#recent
      this.#recent = new IdSet()
    }
    return true
  }
}
