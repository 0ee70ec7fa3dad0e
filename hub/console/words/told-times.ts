import { clockTime, shortDay } from './numbers.ts'

/** A time as the hub writes it into its sentences. */
const STAMP = /\b(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d) UTC\b/g

/** A sentence of the hub with its times in the zone that the person wants. */
export function withTimesIn(zone: 'local' | 'utc', sentence: string): string {
  if (zone === 'utc') return sentence
  return sentence.replaceAll(STAMP, (stamp: string, day: string, clock: string) => {
    const time = Date.parse(`${day}T${clock}Z`)
    return Number.isNaN(time) ? stamp : `${shortDay(time / 1000, zone)}, ${clockTime(time / 1000, zone)}`
  })
}
