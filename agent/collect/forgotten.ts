import type { Tell } from '../../lib/notice/notice.ts'
import { ruleNotices } from './notices.ts'

/** Milliseconds between two notices: a flood lasts, and the metric counts all of it. */
const PAUSE = 3_600_000

/** Counts what rules forget because a flood is more than they may know, and tells of it at most once an hour. */
export class Forgotten {
  /** How many keys each rule forgot since the start. */
  readonly counts = new Map<string, number>()
  readonly #tell: Tell
  readonly #elapsed: () => number
  #next = -Infinity

  /** `elapsed`: milliseconds on a clock that never steps. */
  constructor(tell: Tell, elapsed: () => number) {
    this.#tell = tell
    this.#elapsed = elapsed
  }

  readonly note = (rule: string, keys: number): void => {
    this.counts.set(rule, (this.counts.get(rule) ?? 0) + keys)
    const now = this.#elapsed()
    if (now < this.#next) return
    this.#next = now + PAUSE
    this.#tell(ruleNotices.rulesFlooded(this.counts))
  }
}
