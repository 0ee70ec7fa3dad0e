import { dateAndTime } from './date-and-time.ts'

/** A time, given in milliseconds since the epoch, as this machine's clock shows it: `2026-11-20 12:00:05 +0100`. */
export function localTime(milliseconds: number): string {
  const offset = -new Date(milliseconds).getTimezoneOffset()
  const zone = `${offset < 0 ? '-' : '+'}${twoDigits(offset / 60)}${twoDigits(offset % 60)}`
  return `${dateAndTime(milliseconds + offset * 60_000)} ${zone}`
}

function twoDigits(number: number): string {
  return String(Math.trunc(Math.abs(number))).padStart(2, '0')
}
