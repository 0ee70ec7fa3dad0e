import type { Tell } from '../../lib/notice/notice.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { partOf, type GeoPlace, PLACE_PARTS, type PlacePart } from './geo-place.ts'
import { MmdbFault } from './mmdb-fault.ts'
import type { Mmdb } from './mmdb.ts'
import { placeNotices } from './notices.ts'
import { type PlaceDatabase, readPlaceDatabase, versionOf } from './place-database.ts'

/** The files that `places` of the configuration names. */
export type PlaceFiles = { readonly [part in PlacePart]?: string | undefined }

const NOWHERE: GeoPlace = { country: null, asNumber: null, asName: null }

/** Where addresses are, by the databases that the operator has. */
export class GeoPlaces {
  readonly #tell: Tell
  readonly #databases = new Map<PlacePart, PlaceDatabase>()
  /** The version of a file that cannot be used, or why there is none: neither is told nor read again. */
  readonly #refused = new Map<PlacePart, string>()
  /** Databases in use of which a fault was told. */
  readonly #faulty = new WeakSet<Mmdb>()

  constructor(tell: Tell) {
    this.#tell = tell
  }

  /** Reads what has changed. A file that cannot be used gives one notice, and what it had before stays in use. */
  async renew(files: PlaceFiles): Promise<void> {
    for (const part of PLACE_PARTS) await this.#renew(part, files[part])
  }

  /** Whether there is no database at all. */
  get isEmpty(): boolean {
    return this.#databases.size === 0
  }

  /** Where an address is; undefined if nobody tells. */
  placeOf(ip: string): GeoPlace | undefined {
    const parts = [...this.#databases].map(([part, known]) => this.#part(ip, part, known))
    return parts.every((told) => told === undefined) ? undefined : Object.assign({}, NOWHERE, ...parts)
  }

  /** The databases that tell now. */
  inUse(): { readonly part: PlacePart; readonly file: string; readonly built: number | null }[] {
    return [...this.#databases].map(([part, { file, database }]) => ({ part, file, built: database.built ?? null }))
  }

  async #renew(part: PlacePart, file: string | undefined): Promise<void> {
    if (file === undefined) {
      this.#databases.delete(part)
      this.#refused.delete(part)
      return
    }
    let version: string | undefined
    try {
      version = await versionOf(file)
      if (version === this.#refused.get(part)) return
      if (version !== this.#databases.get(part)?.version) {
        this.#databases.set(part, await readPlaceDatabase(file, part))
        this.#tell(placeNotices.renewed(file))
      }
      this.#refused.delete(part)
    } catch (error) {
      if (!(error instanceof ActionNeeded)) throw error
      const refused = version ?? error.message
      if (this.#refused.get(part) !== refused) this.#tell(placeNotices.refused(error.message))
      this.#refused.set(part, refused)
    }
  }

  #part(ip: string, part: PlacePart, { file, database }: PlaceDatabase): Partial<GeoPlace> | undefined {
    try {
      const record = database.find(ip)
      return record === undefined ? undefined : partOf(database, record, part)
    } catch (error) {
      if (!(error instanceof MmdbFault)) throw error
      if (!this.#faulty.has(database)) this.#tell(placeNotices.faulty(file, error.message))
      this.#faulty.add(database)
      return undefined
    }
  }
}
