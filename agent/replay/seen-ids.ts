import { IdSet } from './id-set.ts'

/** So many at least are remembered, and twice as many at most: a few dozen megabytes. */
const REMEMBERED = 500_000

/** Remembers the ids that came last, so that an event that stands in two copies of a log counts once. */
export class SeenIds {
  readonly #remembered: number
  #recent = new IdSet()
  #older = new IdSet()

  constructor(remembered: number = REMEMBERED) {
    this.#remembered = remembered
  }

  /** Whether an id was not seen before, as far as that is remembered; from now on it was. */
  isNew(id: string): boolean {
    if (this.#older.has(id) || !this.#recent.add(id)) return false
    if (this.#recent.size >= this.#remembered) {
      this.#older = this.#recent
      this.#recent = new IdSet()
    }
    return true
  }
}
