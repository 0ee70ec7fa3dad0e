import * as v from 'valibot'
import type { TrafficLine } from '../log-format/traffic-line.ts'
import { type AlarmLook, type AlarmState, CALM, lookAt, savedAlarm } from './alarm.ts'
import { type GuardRule, type GuardWord, intervalsOf, limitOf } from './guard-rule.ts'
import { type Amounts, WindowAmounts, savedAmounts } from './window-amounts.ts'

/** The state of a guard, as plain JSON: `next` is the beginning of the first interval that was not closed yet. */
export const savedGuard = v.strictObject({
  version: v.literal(1),
  next: v.nullable(v.pipe(v.number(), v.safeInteger())),
  alarm: savedAlarm,
  amounts: savedAmounts,
})

/** See `savedGuard`. */
export type SavedGuard = v.InferOutput<typeof savedGuard>

/** What a guard hears of requests: one, or all of an interval. */
export interface GuardedAmounts extends Amounts {
  /** The beginning of their interval, in seconds since 1970-01-01T00:00:00Z. */
  readonly start: number
  /** The time of the last of them. */
  readonly at: number
}

/** A saved state; undefined if it is of another version, or damaged: the guard begins anew then. */
export function readGuard(saved: unknown): SavedGuard | undefined {
  const { success, output } = v.safeParse(savedGuard, saved)
  return success ? output : undefined
}

/** What the rule finds in a window. */
interface Finding {
  readonly value: number
  readonly isOver: boolean
  readonly isClear: boolean
  readonly window: Amounts
}

/**
 * Says when there is too much of something in a window of intervals, and when there is not any more. What it knows is
 * plain JSON, with an entry for each interval of the window that is not empty.
 */
export class TrafficGuard {
  readonly #rule: GuardRule
  readonly #interval: number
  /** Length of the window, in seconds. */
  readonly #window: number
  /** How far back is looked. */
  readonly #reach: number
  readonly #limit: number
  readonly #say: (word: GuardWord, window: Amounts) => void
  readonly #amounts: WindowAmounts
  #alarm: AlarmState
  #next: number
  /** The sum of the window that ends with the interval that begins at `#newest`. */
  #sum = { requests: 0, bytes: 0, errors: 0 }
  #newest = -Infinity

  /** Begins anew, or where `saved` stands. `say` hears words, each with what was counted in its window. */
  constructor(rule: GuardRule, interval: number, say: (word: GuardWord, window: Amounts) => void, saved?: SavedGuard) {
    this.#rule = rule
    this.#interval = interval
    this.#window = intervalsOf(rule, interval) * interval
    this.#reach = rule.measure === 'silence' ? 2 * this.#window : this.#window
    this.#limit = limitOf(rule)
    this.#say = say
    this.#amounts = new WindowAmounts(saved?.amounts)
    this.#alarm = saved?.alarm ?? CALM
    this.#next = saved?.next ?? -Infinity
    this.#sumAnew(this.#amounts.newest ?? -Infinity)
  }

  /** Whether it said `high`, and not yet `recovered`. */
  get isHigh(): boolean {
    return this.#alarm.highSince !== null
  }

  /** Whether it knows nothing that matters. */
  get isIdle(): boolean {
    return this.#amounts.newest === undefined && !this.isHigh
  }

  /** Hears of a line, as a `TrafficSink` does. */
  counted({ time, size, status }: TrafficLine, start: number, isLate: boolean): void {
    if (isLate && this.#rule.judges === 'closed intervals') return
    const errors = status >= 500 && status <= 599 ? 1 : 0
    // What is late, or from beyond the clock, counts in an interval of another time.
    const at = time >= start && time < start + this.#interval ? time : start
    this.count({ start, at, requests: 1, bytes: size, errors })
  }

  /** Hears of requests; those of intervals that are closed already are not counted. */
  count(amounts: GuardedAmounts): void {
    const { start, at, requests, bytes, errors } = amounts
    // NaN, too: the interval has no time yet.
    if (!(start >= this.#next)) return
    this.#amounts.add(start, amounts)
    if (start > this.#newest) this.#sumAnew(start)
    else if (start > this.#newest - this.#window) {
      this.#sum.requests += requests
      this.#sum.bytes += bytes
      this.#sum.errors += errors
    }
    if (this.#rule.judges === 'closed intervals' || this.#rule.measure === 'silence') return
    const finding = this.#find(this.#sum, this.#newest)
    if (finding.isOver) this.#look(finding, { start: this.#newest, until: at, isClosed: false }, at)
  }

  /**
   * Judges what was counted so far in intervals that are open, without counting it: it may raise the alarm. `until` is
   * the clock.
   */
  judge(open: readonly GuardedAmounts[], until: number): void {
    if (this.#rule.measure === 'silence') return
    const newest = Math.max(...open.map(({ start }) => start))
    if (!(newest >= this.#next)) return
    const end = newest + this.#interval
    const sum = this.#sumBefore(end)
    for (const { start, requests, bytes, errors } of open) {
      if (start < end - this.#window || start < this.#next) continue
      sum.requests += requests
      sum.bytes += bytes
      sum.errors += errors
    }
    const finding = this.#find(sum, newest)
    if (finding.isOver) this.#look(finding, { start: newest, until: Math.min(until, end), isClosed: false }, newest)
  }

  /** All intervals that begin before this time are closed: judges each of them. */
  passed(boundary: number): void {
    if (boundary < this.#next) this.#beginAnew()
    if (this.#next === -Infinity) this.#next = this.#amounts.firstFrom(-Infinity) ?? boundary
    while (this.#next < boundary) {
      const start = this.#next
      const end = start + this.#interval
      this.#look(this.#find(this.#sumBefore(end), start), { start, until: end, isClosed: true }, start)
      const first = this.#amounts.firstFrom(-Infinity) ?? boundary
      this.#amounts.forget(end + this.#interval - this.#reach)
      // Once nothing is in reach nothing changes, however long that lasts.
      this.#next = Math.min(boundary, Math.max(first, end))
    }
  }

  /** Ends a guard that is to be forgotten: what it said to be high it says to be recovered. */
  end(): void {
    if (!this.isHigh) return
    this.#alarm = CALM
    const { value, window } = this.#find(this.#sum, this.#newest)
    this.#say({ says: 'recovered', measure: this.#rule.measure, value, limit: this.#limit, at: this.#newest }, window)
  }

  /** The state as plain JSON. */
  saved(): SavedGuard {
    const next = this.#next === -Infinity ? null : this.#next
    return { version: 1, next, alarm: this.#alarm, amounts: this.#amounts.saved() }
  }

  #look(finding: Finding, look: Omit<AlarmLook, 'isOver' | 'isClear'>, at: number): void {
    // Silence has no longer and longer: only the window after the last request has one before it.
    const hold = this.#rule.measure === 'silence' ? 0 : this.#rule.for
    const { isOver, isClear } = finding
    const { state, says } = lookAt(this.#alarm, { ...look, isOver, isClear }, hold)
    this.#alarm = state
    if (says === undefined) return
    this.#say({ says, measure: this.#rule.measure, value: finding.value, limit: this.#limit, at }, finding.window)
  }

  #find(window: Amounts, start: number): Finding {
    const { requests, bytes, errors } = window
    const { measure, least } = this.#rule
    switch (measure) {
      case 'requests':
        return this.#compared(requests, window)
      case 'bytes':
        return this.#compared(bytes, window)
      case 'errors':
        return this.#compared(requests === 0 || requests < least ? 0 : errors / requests, window)
      case 'silence': {
        const before = this.#sumBefore(start + this.#interval - this.#window).requests
        const isOver = requests === 0 && before >= this.#limit && before > 0
        return { value: requests, isOver, isClear: requests > 0, window }
      }
    }
  }

  #compared(value: number, window: Amounts): Finding {
    return { value, isOver: value > this.#limit, isClear: value <= this.#limit * this.#rule.clear, window }
  }

  #sumAnew(newest: number): void {
    this.#newest = newest
    this.#sum = this.#sumBefore(newest + this.#interval)
  }

  /** What was counted in the window that ends at a time. */
  #sumBefore(end: number): { requests: number; bytes: number; errors: number } {
    return { ...this.#amounts.sum(end - this.#window, end) }
  }

  /** The clock went back. */
  #beginAnew(): void {
    this.#amounts.clear()
    this.#next = -Infinity
    this.#sumAnew(-Infinity)
  }
}
