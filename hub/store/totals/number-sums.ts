/** Sums of rows of numbers, by anything. */
export class NumberSums<K extends string | number> {
  readonly #sums = new Map<K, number[]>()

  add(key: K, numbers: readonly number[]): void {
    const sum = this.#sums.get(key)
    if (sum === undefined) this.#sums.set(key, [...numbers])
    else for (const [at, each] of numbers.entries()) sum[at] = (sum[at] ?? 0) + each
  }

  get all(): readonly (readonly [K, readonly number[]])[] {
    return [...this.#sums]
  }
}
