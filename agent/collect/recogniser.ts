import type { Driver } from '../drivers/driver.ts'
import { type Entry, type Event, toEntry } from '../event.ts'
import type { Line } from '../follow/follow.ts'
import { digest } from '../spool/report-file.ts'

/** What was seen on the lines of one source since the start. */
export interface Tally {
  /** Lines that were looked at closely, and those of them that were not understood. */
  ofInterest: number
  unrecognised: number
}

/** What makes entries of lines. */
export interface RecogniserOptions {
  readonly driver: Driver
  /** Time zone of stamps that carry none. */
  readonly zone: string
  /** This host's name. */
  readonly host: string
  /** Which events are reported. */
  readonly wanted: (event: Event) => boolean
  readonly tally: Tally
}

/**
 * The function that makes entries of one line. An entry's id follows from where its line stands and what it says, so the
 * same bytes read again give the same ids, and no others do.
 */
export function createRecogniser(options: RecogniserOptions): (line: Line) => readonly Entry[] {
  const { driver, zone, host, wanted, tally } = options
  return ({ generation, offset, bytes }) => {
    const parsed = driver.parse(bytes.toString('utf8'), { zone })
    tally.ofInterest += 1
    if (parsed === 'unrecognised') tally.unrecognised += 1
    if (typeof parsed === 'string') return []
    const entry = (event: Event, index: number): Entry =>
      toEntry(event, host, digest(host, driver.source, generation, `${offset}`, `${index}`, bytes))
    // Numbered before they are chosen: an id does not depend on what is reported.
    return parsed
      .map((event, index) => (wanted(event) ? entry(event, index) : undefined))
      .filter((each) => each !== undefined)
  }
}
