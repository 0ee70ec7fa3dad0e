import { shortDay, shortTime } from '../../words/numbers.ts'
import { type RangeWords, STATISTICS_WORDS as words } from '../../words/statistics-words.ts'
import type { StatisticsWish } from './statistics-wish.ts'
import type { TotalsSpan } from './totals-span.ts'

const DAY = 86_400

/** What the time of a page is called in a sentence, and as much time before it. */
export function rangeWords(
  { tab, range }: Pick<StatisticsWish, 'tab' | 'range'>,
  { from, until }: TotalsSpan,
  zone: 'local' | 'utc',
): RangeWords {
  // Bytes are counted by the day: what is shorter is shown as the day that it is in.
  const isShorter = tab === 'bandwidth' && until - from < 2 * DAY
  if (range !== undefined && !isShorter) return words.ranges[range]
  const at = (time: number): string => `${shortDay(time, zone)}, ${shortTime(time, zone)}${zone === 'utc' ? 'Z' : ''}`
  return words.custom(at(from), at(until))
}

/** Of which hosts, and of what there. */
export function scopeWords({ tab, key, host, label }: StatisticsWish): string {
  const of = key === undefined ? '' : tab === 'traffic' ? words.to(key) : words.ofKey(key)
  return `${of}${host === undefined ? '' : words.on(host)}${label === undefined ? '' : words.onLabel(label)}`
}
