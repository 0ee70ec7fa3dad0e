import { ActionNeeded } from '../../../lib/system/errors.ts'
import type { GuardRule, GuardWord } from '../../../lib/traffic/guard/guard-rule.ts'
import { TrafficGuard } from '../../../lib/traffic/guard/traffic-guard.ts'
import { type ClosedInterval, OTHER_VHOSTS, type TrafficCounts } from '../../../lib/traffic/interval.ts'
import type { TopLists } from '../../../lib/traffic/top-lists.ts'
import { judgeInterval } from './judged-interval.ts'
import { NO_TRAFFIC, type TrafficSums, addCounts, addInterval } from './traffic-sums.ts'

/** Intervals and virtual hosts that are known at most. */
const MOST = { intervals: 1_000_000, vhosts: 10_000 }

/** What was counted in an interval. */
export interface IntervalSums extends TrafficSums {
  /** Its beginning, in seconds since 1970-01-01T00:00:00Z. */
  readonly start: number
}

/** What was counted in logs. */
export interface TrafficResult {
  /** Those with requests, in their order. */
  readonly intervals: readonly IntervalSums[]
  readonly total: TrafficSums
  /** Those with the most requests first. */
  readonly vhosts: readonly (readonly [name: string, TrafficCounts])[]
  readonly tops: ReturnType<TopLists['certain']>
  /** What the guard says, in order. */
  readonly words: readonly GuardWord[]
}

/** Adds up intervals of several logs, which are read one after the other. */
export class TrafficNumbers {
  readonly #intervals = new Map<number, IntervalSums>()
  readonly #vhosts = new Map<string, TrafficCounts>()
  #total = NO_TRAFFIC

  /** Adds an interval of a log. Throws `ActionNeeded` if there are too many. */
  closed(interval: ClosedInterval): void {
    const { start, requests, vhosts } = interval
    this.#total = addInterval(this.#total, interval)
    for (const [name, counts] of vhosts) this.#addVhost(name, counts)
    if (requests === 0) return
    this.#intervals.set(start, { start, ...addInterval(this.#intervals.get(start) ?? NO_TRAFFIC, interval) })
    if (this.#intervals.size > MOST.intervals)
      throw new ActionNeeded(`traffic: there are more than ${MOST.intervals} intervals; choose a longer --interval`)
  }

  /** What was counted so far, and what a guard says of it. */
  result(rule: GuardRule, seconds: number, tops: TrafficResult['tops']): TrafficResult {
    const intervals = [...this.#intervals.values()].sort((one, other) => one.start - other.start)
    const vhosts = [...this.#vhosts].sort(
      ([oneName, one], [otherName, other]) => other.requests - one.requests || (oneName < otherName ? -1 : 1),
    )
    return { intervals, total: this.#total, vhosts, tops, words: wordsOn(intervals, rule, seconds) }
  }

  #addVhost(name: string, counts: TrafficCounts): void {
    const kept = this.#vhosts.has(name) || this.#vhosts.size < MOST.vhosts ? name : OTHER_VHOSTS
    this.#vhosts.set(kept, addCounts(this.#vhosts.get(kept) ?? NO_TRAFFIC, counts))
  }
}

function wordsOn(intervals: readonly IntervalSums[], rule: GuardRule, seconds: number): readonly GuardWord[] {
  const words: GuardWord[] = []
  const guard = new TrafficGuard(rule, seconds, (word) => words.push(word))
  for (const interval of intervals) judgeInterval(guard, interval, seconds)
  return words
}
