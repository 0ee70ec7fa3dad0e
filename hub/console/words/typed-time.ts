import { wholeTime } from './numbers.ts'

/** A time as a field of `datetime-local` has it, in a zone: `2026-11-28T09:03:16`. Seconds since 1970. */
export function fieldTime(time: number, zone: 'local' | 'utc'): string {
  return wholeTime(time, zone).slice(0, 19).replace(' ', 'T')
}

/** What such a field means, in seconds since 1970; undefined if it is empty or no time. */
export function typedTime(text: string, zone: 'local' | 'utc'): number | undefined {
  const time = Date.parse(zone === 'utc' ? `${text}Z` : text)
  return Number.isNaN(time) ? undefined : Math.floor(time / 1000)
}
