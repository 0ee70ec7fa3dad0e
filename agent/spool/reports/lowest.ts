/** Keeps the `most` lowest distinct values of all that are added; never holds more than twice as many. */
export class Lowest<T extends string | number> {
  readonly #most: number
  #values: T[] = []
  #highest: T | undefined
  /** Whether values had to be discarded. */
  isCut = false

  constructor(most: number) {
    this.#most = most
  }

  add(value: T): void {
    if (this.#highest !== undefined && value > this.#highest) return
    this.#values.push(value)
    // Sorts only when full, so that the cost per value stays a share of one sort.
    if (this.#values.length === 2 * this.#most) this.ascending()
  }

  ascending(): readonly T[] {
    this.#values = [...new Set(this.#values)].sort((a, b) => (a < b ? -1 : 1))
    if (this.#values.length > this.#most) {
      this.#values = this.#values.slice(0, this.#most)
      this.#highest = this.#values.at(-1)
      this.isCut = true
    }
    return this.#values
  }
}
