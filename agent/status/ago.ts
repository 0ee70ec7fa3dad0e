import { inWords } from '../../lib/time/duration.ts'

/** How long ago a time was, such as `5 s ago`; `-` for none. Both in milliseconds since the epoch. */
export function ago(time: number | undefined, now: number): string {
  return time === undefined ? '-' : `${inWords(now - time)} ago`
}
