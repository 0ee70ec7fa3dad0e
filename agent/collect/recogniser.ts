import { digest } from '../../lib/event/digest.ts'
import { type Entry, type Event, type GapEvent, toEntry } from '../../lib/event/event.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { localZone } from '../../lib/time/local-zone.ts'
import type { Driver } from '../drivers/driver.ts'
import { parseLine } from '../drivers/line.ts'
import type { Gap } from '../follow/gap.ts'
import type { Line } from '../follow/passage.ts'
import { type Needles, needlesOf } from '../follow/scan/lines.ts'

/** What was seen on the lines of one source since the start. */
export interface Tally {
  /** Lines that were looked at closely, and those of them that were not understood. */
  ofInterest: number
  unrecognised: number
}

/** What makes entries of what is read. */
export interface RecogniserOptions {
  readonly driver: Driver
  /** The source's name: a part of every id. */
  readonly source: string
  /** The path that is followed. */
  readonly path: string
  /** Time zone of stamps that carry none; the machine's own without this. */
  readonly zone: string | undefined
  /** This host's name, and the one that ids are made with. */
  readonly host: string
  readonly identity: string
  /** Which events are reported. */
  readonly wanted: (event: Event) => boolean
  readonly tally: Tally
  readonly clock: Pick<Clock, 'now'>
}

/** What makes entries of a line, and of bytes that are gone. */
export interface Recogniser {
  /** Which lines are worth taking. */
  readonly needles: Needles
  readonly take: (line: Line) => readonly Entry[]
  readonly takeGap: (gap: Gap) => readonly Entry[]
}

/**
 * An entry's id follows from where its line stands and what it says, so the same bytes read again give the same ids,
 * and no others do; that of a gap from where it begins.
 */
export function createRecogniser(options: RecogniserOptions): Recogniser {
  const { driver, source, path, host, identity, wanted, tally, clock } = options
  const zone = options.zone ?? localZone().name
  const take = ({ generation, offset, bytes }: Line): readonly Entry[] => {
    const parsed = parseLine(driver, bytes, { zone })
    tally.ofInterest += 1
    if (parsed === 'unrecognised') tally.unrecognised += 1
    if (typeof parsed === 'string') return []
    const entry = (event: Event, index: number): Entry =>
      toEntry(event, host, digest(identity, source, path, generation, `${offset}`, `${index}`, bytes))
    // Numbered before they are chosen: an id does not depend on what is reported.
    return parsed
      .map((event, index) => (wanted(event) ? entry(event, index) : undefined))
      .filter((each) => each !== undefined)
  }
  const takeGap = ({ file, generation, from, to, cause }: Gap): readonly Entry[] => {
    const time = Math.floor(clock.now() / 1000)
    const bytes = to === undefined ? {} : { bytes: to - from }
    const event: GapEvent = { type: 'log_gap', time, context: 'system', log: file, offset: from, ...bytes, cause }
    return wanted(event)
      ? [toEntry(event, host, digest(identity, source, path, 'log_gap', file, generation, `${from}`))]
      : []
  }
  return { needles: needlesOf(driver.needles), take, takeGap }
}
