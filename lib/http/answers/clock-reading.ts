import { httpDate } from './http-date.ts'

/** What an answer says of the clocks of both ends, in milliseconds. */
export interface ClockReading {
  /** When it came, since the epoch by the own clock. */
  readonly at: number
  /** The own clock minus the server's, in whole seconds; 0 where the answer is as it would be if they were alike. */
  readonly offset: number
  /** The true offset is at most so far from that. */
  readonly within: number
}

const SECOND = 1000

/**
 * Compares the own clock with that of a server, by the header Date of an answer to a request that was begun at `asked`
 * and had come at `answered`, in milliseconds since the epoch. The header (RFC 9110 §6.6.1) is cut off to the second,
 * and was written some time in between. Undefined where it names no time, or the own clock stepped back meanwhile.
 */
export function clockReading(date: string | undefined, asked: number, answered: number): ClockReading | undefined {
  const theirs = httpDate(date ?? '', answered)
  if (theirs === undefined || answered < asked) return undefined
  const [least, most] = [asked - theirs - SECOND, answered - theirs]
  const middle = Math.round((least + most) / 2 / SECOND) * SECOND
  const offset = least <= 0 && most >= 0 ? 0 : middle
  const within = Math.ceil(Math.max(most - offset, offset - least) / SECOND) * SECOND
  return { at: answered, offset, within }
}
