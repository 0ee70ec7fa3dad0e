import { elapsed } from '../../lib/system/clock.ts'

/** What was counted in a second since the start of the program. */
interface Slot {
  second: number
  events: number
  reports: number
  /** How long these waited together, in seconds. */
  waited: number
}

/** What reports brought in the last minute, in sixty numbers whatever comes. */
export class LastMinute {
  readonly #slots: readonly Slot[] = Array.from({ length: 60 }, () => ({
    second: -60,
    events: 0,
    reports: 0,
    waited: 0,
  }))
  readonly #elapsed: () => number

  /** `clock` never goes back, in milliseconds. */
  constructor(clock: () => number = elapsed) {
    this.#elapsed = clock
  }

  /** Counts the new events of a report that is durable, for which its agent waited so many seconds. */
  add(events: number, seconds: number): void {
    const second = Math.floor(this.#elapsed() / 1000)
    const slot = this.#slots[second % this.#slots.length]
    if (slot === undefined) return
    if (slot.second !== second) Object.assign(slot, { second, events: 0, reports: 0, waited: 0 })
    slot.events += events
    slot.reports += 1
    slot.waited += seconds
  }

  /** How many events came, and how long a report waited in the mean, in seconds; undefined if none came. */
  sums(): { readonly events: number; readonly wait: number | undefined } {
    const since = Math.floor(this.#elapsed() / 1000) - this.#slots.length
    const [fresh, sum] = [this.#slots.filter(({ second }) => second > since), { events: 0, reports: 0, waited: 0 }]
    for (const { events, reports, waited } of fresh) {
      sum.events += events
      sum.reports += reports
      sum.waited += waited
    }
    return { events: sum.events, wait: sum.reports === 0 ? undefined : sum.waited / sum.reports }
  }
}
