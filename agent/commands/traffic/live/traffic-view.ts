import type { GuardWord } from '../../../../lib/traffic/guard/guard-rule.ts'
import type { ClosedInterval } from '../../../../lib/traffic/interval.ts'
import type { TrafficResult } from '../traffic-numbers.ts'

/** Shows traffic while it comes. */
export interface TrafficView {
  /** An interval has ended; the lists are of the last five minutes at most. */
  closed(interval: ClosedInterval, tops: () => TrafficResult['tops']): void
  /** The guard says something. */
  said(word: GuardWord): void
  /** Tells a sentence about logs. */
  say(text: string): void
}
