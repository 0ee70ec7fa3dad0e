/** What is due when, the next first. Hundreds of checks change it twice a minute each. */
export class DueList<T> {
  readonly #items: { readonly item: T; readonly time: number }[] = []

  get size(): number {
    return this.#items.length
  }

  /** When the next one is due; Infinity if nothing is. */
  get next(): number {
    return this.#items[0]?.time ?? Infinity
  }

  /** What is due later than most, as it usually is, costs least. */
  add(item: T, time: number): void {
    this.#items.splice(this.#items.findLastIndex((each) => each.time <= time) + 1, 0, { item, time })
  }

  /** Takes the next one if it is due. */
  take(now: number): T | undefined {
    return this.next <= now ? this.#items.shift()?.item : undefined
  }
}
