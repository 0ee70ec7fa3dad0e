import { realPath } from '../system/files/real-path.ts'
import { posixZone } from './posix-zone.ts'
import { isZone } from './stamp.ts'

/** The time zone of this process. */
export interface LocalZone {
  /** For `parseStamp`; undefined for the machine's own zone. */
  readonly name: string | undefined
  /** The value of `TZ` if it names no zone; UTC is used then, as everywhere on the system. */
  readonly unknown?: string
}

/**
 * The zone in `TZ`, read as the C library does: Node silently takes an unknown name for UTC or worse. A name, a POSIX
 * rule or the file of a zone, each with or without a leading colon; UTC if empty.
 */
export function localZone(text: string | undefined = process.env['TZ']): LocalZone {
  if (text === undefined) return { name: undefined }
  const written = text.replace(/^:/, '')
  if (written === '') return { name: 'UTC' }
  const name = zoneNameOf(written)
  return isZone(name) || posixZone(name) !== undefined ? { name } : { name: 'UTC', unknown: text }
}

const ZONES = '/zoneinfo/'

/**
 * The zone's name from the path of its file: the part below the zone folder, without `posix/` or `right/`, which differ
 * only in leap seconds.
 */
function zoneNameOf(written: string): string {
  const path = written.startsWith('/') ? realPath(written) : written
  const folder = path.lastIndexOf(ZONES)
  const name = folder === -1 ? path : path.slice(folder + ZONES.length)
  return name.replace(/^(?:posix|right)\//, '')
}
