import type { Totals } from '../../lib/totals/totals.ts'

/** So many periods are known; more than wait together when one report fails for long. */
const MOST = 10_000

/**
 * Which counts of periods a receiver has: one that was set aside and comes late must not replace a later count of its
 * period. Known until the process ends.
 */
export class NewestCounts {
  readonly #revisions = new Map<string, number>()

  /** Those that are not older than what the receiver has. */
  current(totals: readonly Totals[]): readonly Totals[] {
    return totals.filter((each) => each.revision >= (this.#revisions.get(periodOf(each)) ?? 0))
  }

  /** The receiver has these. */
  had(totals: readonly Totals[]): void {
    for (const each of totals) {
      const period = periodOf(each)
      // Last again: what is counted often is forgotten last.
      this.#revisions.delete(period)
      this.#revisions.set(period, each.revision)
    }
    for (const period of this.#revisions.keys()) {
      if (this.#revisions.size <= MOST) break
      this.#revisions.delete(period)
    }
  }
}

function periodOf({ kind, start }: Totals): string {
  return `${kind} ${start}`
}
