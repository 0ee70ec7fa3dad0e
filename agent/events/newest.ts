/**
 * Keeps the newest of what it is given, in whatever order that comes. What has the same time stays in the order of
 * coming. Never holds more than twice as many.
 */
export class Newest<T extends { readonly time: number }> {
  readonly #most: number
  #kept: T[] = []
  #left = 0

  constructor(most: number) {
    this.#most = most
  }

  /** How many of the oldest were left out. */
  get left(): number {
    this.#trim()
    return this.#left
  }

  add(one: T): void {
    // Sorts only when full, so that the cost of each stays a share of one sort.
    if (this.#kept.push(one) >= 2 * this.#most) this.#trim()
  }

  /** Oldest first. */
  inOrder(): readonly T[] {
    this.#trim()
    return this.#kept
  }

  #trim(): void {
    this.#kept.sort((one, other) => one.time - other.time)
    const surplus = Math.max(0, this.#kept.length - this.#most)
    this.#kept.splice(0, surplus)
    this.#left += surplus
  }
}
