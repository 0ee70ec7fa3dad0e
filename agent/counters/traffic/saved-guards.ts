import * as v from 'valibot'
import { type SavedGuard, readGuard } from '../../../lib/traffic/guard/traffic-guard.ts'

const whole = v.pipe(v.number(), v.safeInteger())

/**
 * The state of a guard, compact: times are in intervals from a common one. The interval that it judges next, those of
 * its alarm, and for each that is not empty how much later it is than the one before, requests, bytes and errors. The
 * first three are left out where the next is at the common time, and no alarm is on.
 */
export const savedNumbers = v.pipe(
  v.array(v.nullable(whole)),
  v.check((numbers) => numbers.length % 4 === 3 || numbers.length % 4 === 0),
)

/** See `savedNumbers`. */
export type SavedNumbers = v.InferOutput<typeof savedNumbers>

/** What times are told from, and the length of an interval, both in seconds. */
export interface TimeScale {
  readonly base: number
  readonly interval: number
}

/** The state of a guard in few numbers. */
export function guardNumbers({ next, alarm, amounts }: SavedGuard, { base, interval }: TimeScale): SavedNumbers {
  const inIntervals = (time: number | null): number | null => (time === null ? null : (time - base) / interval)
  let last = base
  const steps = amounts.flatMap(([start, ...numbers]) => {
    const step = (start - last) / interval
    last = start
    return [step, ...numbers]
  })
  const isCalm = next === base && alarm.overSince === null && alarm.highSince === null
  return isCalm ? steps : [inIntervals(next), inIntervals(alarm.overSince), inIntervals(alarm.highSince), ...steps]
}

/** The state of a guard as it was; undefined if the numbers are none of a guard. */
export function guardWith(numbers: SavedNumbers, { base, interval }: TimeScale): SavedGuard | undefined {
  const isCalm = numbers.length % 4 === 0
  const [next = null, overSince = null, highSince = null] = isCalm ? [0] : numbers
  const steps = isCalm ? numbers : numbers.slice(3)
  const timeOf = (intervals: number | null): number | null => (intervals === null ? null : base + intervals * interval)
  const amounts: (readonly number[])[] = []
  let last = base
  for (let at = 0; at < steps.length; at += 4) {
    const [step = 0, ...numbers] = steps.slice(at, at + 4).map((number) => number ?? 0)
    last += step * interval
    amounts.push([last, ...numbers])
  }
  const alarm = { overSince: timeOf(overSince), highSince: timeOf(highSince) }
  return readGuard({ version: 1, next: timeOf(next), alarm, amounts })
}
