import { inWords } from './duration.ts'

/** In milliseconds; a clock that is off by more makes certificates invalid and the times of events doubtful. */
export const MOST_CLOCK_OFFSET = 5 * 60_000

/** What to do about it. */
export const CLOCK_REMEDY = 'correct the clock, as with chronyd or timedatectl set-ntp true'

/** Such as `7 min ahead of`, from this clock minus another, in milliseconds. */
export function offsetInWords(offset: number): string {
  return `${inWords(Math.abs(offset))} ${offset > 0 ? 'ahead of' : 'behind'}`
}
