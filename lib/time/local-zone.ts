import { realPath } from '../system/files/real-path.ts'
import { posixZone } from './posix-zone.ts'
import { isZone } from './stamp.ts'

/** The zone that this process was given. */
export interface LocalZone {
  /** For `parseStamp`; undefined where the machine's own counts. */
  readonly name: string | undefined
  /** What `TZ` holds where that names no zone; UTC stands for it then, as everywhere on the system. */
  readonly unknown?: string
}

/**
 * The zone that `TZ` names, as the C library reads it: Node takes what is no name for UTC or for worse, without a word.
 * A name, a rule of POSIX, or the file of a zone, each with or without a colon; empty, it is UTC.
 */
export function localZone(text: string | undefined = process.env['TZ']): LocalZone {
  if (text === undefined) return { name: undefined }
  const written = text.replace(/^:/, '')
  if (written === '') return { name: 'UTC' }
  const name = nameOf(written)
  return isZone(name) || posixZone(name) !== undefined ? { name } : { name: 'UTC', unknown: text }
}

const ZONES = '/zoneinfo/'

/** Of the file of a zone its name: that below the folder of zones, but for the way in which leap seconds count. */
function nameOf(written: string): string {
  const path = written.startsWith('/') ? realPath(written) : written
  const folder = path.lastIndexOf(ZONES)
  const name = folder === -1 ? path : path.slice(folder + ZONES.length)
  return name.replace(/^(?:posix|right)\//, '')
}
