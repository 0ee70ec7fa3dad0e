/** What a rule knows of a key. */
export interface Known {
  readonly state: unknown
  /** The latest time of the key's events, in seconds since 1970-01-01T00:00:00Z. */
  readonly last: number
  /** When it asked to be woken. */
  readonly wake?: number | undefined
}

/** What one rule knows of its keys. */
export interface RuleKeys {
  get(key: string): Known | undefined
  /** `undefined` forgets the key. */
  set(key: string, known: Known | undefined): void
  /** Forgets keys that do not wait to be woken and were silent since before a time. */
  forgetBefore(time: number): void
  /** Takes out the keys that are too many. */
  surplus(): Iterable<readonly [string, Known]>
  /** What is to be saved with the positions of the logs. */
  all(): Iterable<readonly [string, Known]>
}

/** RuleKeys in memory, in the order of their last use; beyond `most` the least recently used are surplus. */
export class KeysInMemory implements RuleKeys {
  readonly #known: Map<string, Known>
  readonly #most: number

  constructor(most: number, known: Iterable<readonly [string, Known]>) {
    this.#known = new Map(known)
    this.#most = most
  }

  get(key: string): Known | undefined {
    return this.#known.get(key)
  }

  set(key: string, known: Known | undefined): void {
    // A map keeps the order of insertion: deleting first makes this key the last.
    this.#known.delete(key)
    if (known !== undefined) this.#known.set(key, known)
  }

  forgetBefore(time: number): void {
    for (const [key, { last, wake }] of this.#known) {
      if (last >= time) break
      if (wake === undefined) this.#known.delete(key)
    }
  }

  /** Some at once, as finding the oldest passes over all that was deleted. */
  *surplus(): Iterable<readonly [string, Known]> {
    if (this.#known.size <= this.#most) return
    const enough = this.#most - Math.floor(this.#most / 128)
    for (const [key, known] of this.#known) {
      if (this.#known.size <= enough) break
      this.#known.delete(key)
      yield [key, known]
    }
  }

  all(): Iterable<readonly [string, Known]> {
    return this.#known
  }
}
