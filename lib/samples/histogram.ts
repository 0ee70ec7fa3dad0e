import type { Distribution } from './metric.ts'

/** Counts values by size. */
export class Histogram {
  readonly #bounds: readonly number[]
  readonly #counts: number[]
  #count = 0
  #sum = 0

  /** `bounds` are the upper bounds of the buckets, in rising order. */
  constructor(bounds: readonly number[]) {
    this.#bounds = bounds
    this.#counts = bounds.map(() => 0)
  }

  observe(value: number): void {
    this.#count += 1
    this.#sum += value
    for (const [index, bound] of this.#bounds.entries()) if (value <= bound) this.#counts[index] = this.#of(index) + 1
  }

  get distribution(): Distribution {
    const buckets = this.#bounds.map((bound, index) => [bound, this.#of(index)] as const)
    return { buckets, count: this.#count, sum: this.#sum }
  }

  #of(index: number): number {
    return this.#counts[index] ?? 0
  }
}
