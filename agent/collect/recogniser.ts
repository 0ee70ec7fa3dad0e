import { digest } from '../../lib/event/digest.ts'
import type { Place } from '../../lib/event/entry.ts'
import type { Event } from '../../lib/event/event.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { localZone } from '../../lib/time/local-zone.ts'
import type { Driver } from '../drivers/driver.ts'
import { parseLine } from '../drivers/line.ts'
import type { Line } from '../follow/extraction.ts'
import type { Gap } from '../follow/gap.ts'
import { type Needles, needlesOf } from '../follow/scan/lines.ts'

/** Counts of the lines of one source. */
export interface Tally {
  /** Lines that a driver examined, and those among them that it did not recognise. */
  ofInterest: number
  unrecognised: number
}

/** A recognised event, whether or not it will be sealed. */
export interface Recognised {
  readonly event: Event
  readonly place: Place
  /** Computes the id on demand, because it costs as much as parsing the line. Call it only while the line is taken. */
  readonly id: () => string
}

/** What `createRecogniser` needs. */
export interface RecogniserOptions {
  readonly driver: Driver
  /** The source's name: a part of every id. */
  readonly source: string
  /** The followed path. */
  readonly path: string
  /** Time zone of timestamps without one; undefined for the machine's own. */
  readonly zone: string | undefined
  /** The name that ids are made with. */
  readonly identity: string
  readonly tally: Tally
  readonly clock: Pick<Clock, 'now'>
  /** For an older copy of the log, its modification time in seconds since 1970-01-01T00:00:00Z. */
  readonly changed?: number
}

/** Turns lines, and gaps in a log, into events or what is derived from them. */
export interface Recogniser<T = Recognised> {
  /** Only lines that contain one of these are taken. */
  readonly needles: Needles
  readonly take: (line: Line) => readonly T[]
  readonly takeGap: (gap: Gap) => readonly T[]
}

/**
 * Creates a recogniser of every event, wanted or not. An event's id is a digest of its line and that line's place, so
 * the same bytes read again give the same id and no others do. A gap's id is a digest of where it begins.
 */
export function createRecogniser(options: RecogniserOptions): Recogniser {
  const { driver, source, path, identity, tally, clock, changed } = options
  const zone = options.zone ?? localZone().name
  const now = (): number => Math.floor(clock.now() / 1000)
  const take = ({ generation, offset, bytes, written }: Line): readonly Recognised[] => {
    const parsed = parseLine(driver, bytes, { zone, now: written ?? changed ?? now() })
    tally.ofInterest += 1
    if (parsed === 'unrecognised') tally.unrecognised += 1
    if (typeof parsed === 'string') return []
    const place = { log: path, generation, offset }
    const idOf = (index: number): string => digest(identity, source, path, generation, `${offset}`, `${index}`, bytes)
    return parsed.map((event, index) => ({ event, place, id: () => idOf(index) }))
  }
  const takeGap = ({ file, generation, from: offset, to, cause }: Gap): readonly Recognised[] => {
    const bytes = to === undefined ? null : to - offset
    const facts = { log: file, offset, bytes, cause }
    return [
      {
        event: { type: 'log_gap', time: now(), context: 'system', service: null, ...facts },
        id: () => digest(identity, source, path, 'log_gap', file, generation, `${offset}`),
        place: { log: file, generation: generation === '' ? null : generation, offset },
      },
    ]
  }
  return { needles: needlesOf(driver.needles, driver.keys), take, takeGap }
}
