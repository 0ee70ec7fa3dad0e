import { dateAndTime } from './date-and-time.ts'
import { type OffsetReader, posixZone } from './posix-zone.ts'

const DAY = 86_400

const ISO_LIKE = /^(\d{4})-(\d{2})-(\d{2}) (\d{2}:\d{2}:\d{2})(?: ([+-]\d{4}))?$/
const APACHE_LIKE = /^(\d{2})\/(\d{2})\/(\d{4}):(\d{2}:\d{2}:\d{2})(?: ([+-]\d{4}))?$/

/**
 * Parses a stamp of cPanel, `YYYY-MM-DD HH:MM:SS ±ZZZZ` or `MM/DD/YYYY:HH:MM:SS ±ZZZZ`, into seconds since
 * 1970-01-01T00:00:00Z. A stamp without an offset is local time of `zone` (an IANA name, `±HHMM` or a POSIX `TZ`
 * string), or of the machine. Undefined for any other text, and for a date, time or zone that does not exist.
 */
export function parseStamp(text: string, zone: string | undefined): number | undefined {
  const iso = ISO_LIKE.exec(text)
  if (iso) return instant(`${iso[1]}-${iso[2]}-${iso[3]}T${iso[4]}`, iso[5] ?? zone ?? machineZone())
  const apache = APACHE_LIKE.exec(text)
  if (apache) return instant(`${apache[3]}-${apache[1]}-${apache[2]}T${apache[4]}`, apache[5] ?? zone ?? machineZone())
  return undefined
}

/** Whether stamps can be read in `zone`: an IANA name that this machine knows, or `±HHMM`. */
export function isZone(zone: string): boolean {
  return readerOf(zone) !== undefined
}

/**
 * An instant, in seconds since 1970-01-01T00:00:00Z, as local time of such a zone, or of the machine: `2026-11-21
 * 08:30:00`.
 */
export function timeInZone(instant: number, zone: string | undefined): string {
  const offset = offsetReader(zone ?? machineZone())?.(instant) ?? 0
  return dateAndTime((instant + offset) * 1000)
}

let ownZone: string | undefined

/** Looked up when a stamp first needs it: that takes 10 ms, and the zone data 6 MB. */
function machineZone(): string {
  ownZone ??= Intl.DateTimeFormat().resolvedOptions().timeZone
  return ownZone
}

function instant(dateAndTime: string, zone: string): number | undefined {
  const local = Date.parse(`${dateAndTime}Z`) / 1000
  // Date.parse reads the 31st of a shorter month as the 1st of the next, so a date must come back as it went in.
  if (Number.isNaN(local) || !new Date(local * 1000).toISOString().startsWith(dateAndTime)) return undefined
  const offsetAt = offsetReader(zone)
  if (offsetAt === undefined) return undefined
  const before = local - offsetAt(local - DAY)
  const after = local - offsetAt(local + DAY)
  // Of an hour that the clock shows twice the first counts; an hour that it skips is read as if it had not.
  return after + offsetAt(after) === local && before + offsetAt(before) !== local ? after : before
}

type Readers = Map<string, OffsetReader | undefined>

/** A reader costs more to make than a line to read; a process meets no more zones than its configuration names. */
const named: Readers = new Map()
const ruled: Readers = new Map()

function offsetReader(zone: string): OffsetReader | undefined {
  return readerOf(zone) ?? kept(ruled, zone, posixZone)
}

function readerOf(zone: string): OffsetReader | undefined {
  const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})$/.exec(zone) ?? []
  if (sign !== undefined) return fixedOffset(sign === '-' ? -1 : 1, Number(hours), Number(minutes))
  return kept(named, zone, namedOffset)
}

function kept(
  readers: Readers,
  zone: string,
  make: (zone: string) => OffsetReader | undefined,
): OffsetReader | undefined {
  if (!readers.has(zone)) readers.set(zone, make(zone))
  return readers.get(zone)
}

/** Undefined beyond 14 hours: no place on earth is further from UTC. */
function fixedOffset(sign: number, hours: number, minutes: number): OffsetReader | undefined {
  if (minutes > 59 || hours * 60 + minutes > 14 * 60) return undefined
  const seconds = sign * (hours * 3600 + minutes * 60)
  return () => seconds
}

function namedOffset(timeZone: string): OffsetReader | undefined {
  try {
    const format = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    return rememberedByQuarter((instant) => {
      // Plain `GMT` means offset 0; seconds appear only in local mean time, before zones existed.
      const offset = /GMT([+-])(\d{2}):(\d{2})/.exec(format.format(instant * 1000))
      return offset === null ? 0 : (offset[1] === '-' ? -60 : 60) * (Number(offset[2]) * 60 + Number(offset[3]))
    })
  } catch {
    // Intl throws a RangeError for a zone it does not know.
    return undefined
  }
}

/** Offsets change on a quarter of an hour alone, in all zones since 1973 (the IANA time zone database). */
const QUARTER = 900

/** Asking takes 1.5 µs, more than the rest of a stamp, and the lines of a log are of the same few quarters. */
function rememberedByQuarter(offsetAt: OffsetReader): OffsetReader {
  const offsets = new Map<number, number>()
  return (instant) => {
    const quarter = Math.floor(instant / QUARTER)
    const known = offsets.get(quarter)
    if (known !== undefined) return known
    if (offsets.size === 64) offsets.clear()
    const offset = offsetAt(instant)
    offsets.set(quarter, offset)
    return offset
  }
}
