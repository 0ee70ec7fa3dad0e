import { stat } from 'node:fs/promises'
import { ActionNeeded, EXIT, messageOf } from '../../lib/system/errors.ts'
import { readRegularBytes } from '../../lib/system/files/regular-file.ts'
import { partOf, type PlacePart } from './geo-place.ts'
import { MmdbFault } from './mmdb-fault.ts'
import { Mmdb } from './mmdb.ts'

/** More than any database of countries or of autonomous systems has. */
const MOST_BYTES = 256 * 1024 ** 2

/** A database as read, and which file it was. */
export interface PlaceDatabase {
  readonly file: string
  readonly database: Mmdb
  readonly version: string
}

/** Tells one content of a file from the next, without reading it. */
export async function versionOf(file: string): Promise<string> {
  const { ino, size, mtimeMs } = await stat(file).catch((error: unknown) => {
    throw new ActionNeeded(`${file}: cannot be read: ${messageOf(error)}`, EXIT.usage, { cause: error })
  })
  return `${file} ${ino} ${size} ${mtimeMs}`
}

/** Reads a database, and makes sure that it tells that part. Throws `ActionNeeded` if it cannot be used. */
export async function readPlaceDatabase(file: string, part: PlacePart): Promise<PlaceDatabase> {
  const version = await versionOf(file)
  const bytes = await readRegularBytes(file, { follow: true, most: MOST_BYTES }).catch((error: unknown) => {
    throw new ActionNeeded(`${file}: cannot be read: ${messageOf(error)}`, EXIT.usage, { cause: error })
  })
  try {
    const database = new Mmdb(bytes)
    for (const record of database.someRecords())
      if (partOf(database, record, part) !== undefined) return { file, database, version }
  } catch (error) {
    if (!(error instanceof MmdbFault)) throw error
    throw new ActionNeeded(`${file}: ${error.message}; download it anew`, EXIT.usage, { cause: error })
  }
  const told = part === 'country' ? 'countries' : 'autonomous systems'
  throw new ActionNeeded(`${file}: tells no ${told}; name a database that does in places.${part}`, EXIT.usage)
}
