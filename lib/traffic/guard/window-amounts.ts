import * as v from 'valibot'

const amount = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** What was counted of an interval, as it is saved: its beginning, requests, bytes, and requests with 5xx. */
export const savedAmounts = v.pipe(v.array(v.strictTuple([amount, amount, amount, amount])), v.maxLength(10_000))

/** Sums of intervals. */
export interface Amounts {
  readonly requests: number
  readonly bytes: number
  readonly errors: number
}

interface IntervalAmounts {
  readonly start: number
  requests: number
  bytes: number
  errors: number
}

/** What was counted in the last intervals, without those in which nothing was. */
export class WindowAmounts {
  /** In the order of their beginnings. */
  #intervals: IntervalAmounts[]

  constructor(saved: v.InferOutput<typeof savedAmounts> = []) {
    this.#intervals = saved.map(([start, requests, bytes, errors]) => ({ start, requests, bytes, errors }))
  }

  /** The beginning of the newest interval; undefined if there is none. */
  get newest(): number | undefined {
    return this.#intervals.at(-1)?.start
  }

  /** The beginning of the first interval from that time on; undefined if there is none. */
  firstFrom(time: number): number | undefined {
    return this.#intervals.find(({ start }) => start >= time)?.start
  }

  /** Adds to the interval that begins there. */
  add(start: number, { requests, bytes, errors }: Amounts): void {
    let interval = this.#intervals.findLast((each) => each.start === start)
    if (interval === undefined) {
      interval = { start, requests: 0, bytes: 0, errors: 0 }
      this.#intervals.push(interval)
      this.#intervals.sort((one, other) => one.start - other.start)
    }
    interval.requests += requests
    interval.bytes += bytes
    interval.errors += errors
  }

  /** The sum of all intervals that begin from one time to before another. */
  sum(from: number, to: number): Amounts {
    let [requests, bytes, errors] = [0, 0, 0]
    for (const each of this.#intervals) {
      if (each.start < from || each.start >= to) continue
      requests += each.requests
      bytes += each.bytes
      errors += each.errors
    }
    return { requests, bytes, errors }
  }

  /** Forgets all intervals that begin before a time. */
  forget(before: number): void {
    const [first] = this.#intervals
    if (first !== undefined && first.start < before)
      this.#intervals = this.#intervals.filter(({ start }) => start >= before)
  }

  /** Forgets everything. */
  clear(): void {
    this.#intervals = []
  }

  saved(): v.InferOutput<typeof savedAmounts> {
    return this.#intervals.map(({ start, requests, bytes, errors }) => [start, requests, bytes, errors])
  }
}
