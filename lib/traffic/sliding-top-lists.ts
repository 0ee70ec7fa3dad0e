import type { TrafficLine } from './log-format/traffic-line.ts'
import type { TopLists } from './top-lists.ts'

/**
 * The most frequent keys of the last minutes: of two sets of lists, which both count all, the one that began first is
 * shown. It ends after `seconds`, so that what is shown is at least half of that.
 */
export class SlidingTopLists {
  readonly #make: () => TopLists
  readonly #half: number
  #older: TopLists
  #newer: TopLists
  #began: number | undefined

  constructor(make: () => TopLists, seconds: number) {
    this.#make = make
    this.#half = seconds / 2
    this.#older = make()
    this.#newer = make()
  }

  /** Counts a request. */
  count(line: TrafficLine): void {
    this.#older.count(line)
    this.#newer.count(line)
  }

  /** The clock, or the log's time, is there: in seconds. */
  passed(time: number): void {
    const half = Math.floor(time / this.#half)
    const began = this.#began ?? half
    this.#began = half
    if (half === began) return
    this.#older = half === began + 1 ? this.#newer : this.#make()
    this.#newer = this.#make()
  }

  /** The greatest of each list, as far as they are certain. */
  certain(most: number): ReturnType<TopLists['certain']> {
    return this.#older.certain(most)
  }
}
