import { plainText } from '../../lib/text/plain-text.ts'
import type { Mmdb } from './mmdb.ts'

/** Where an address is, as far as the operator's databases tell. */
export interface GeoPlace {
  /** The country by ISO 3166-1: `DE`. */
  readonly country: string | null
  /** The city in English, where the database of countries is one of cities that knows it. */
  readonly city?: string
  /** The number of the autonomous system, and whose it is. */
  readonly asNumber: number | null
  readonly asName: string | null
}

/** What databases tell, each of them one part. */
export const PLACE_PARTS = ['country', 'network'] as const

/** One of these. */
export type PlacePart = (typeof PLACE_PARTS)[number]

const LONGEST_NAME = 100

// The keys of MaxMind and DB-IP, then those of IPinfo. Its databases have the country's name or its code in `country`.
const COUNTRY = [['country', 'iso_code'], ['country_code'], ['country']]
const CITY = [['city', 'names', 'en'], ['city']]
const NUMBER = [['autonomous_system_number'], ['asn']]
const NAME = [['autonomous_system_organization'], ['as_name']]

/** What a record tells of the part that its database is for; undefined if nothing. */
export function partOf(database: Mmdb, record: number, part: PlacePart): Partial<GeoPlace> | undefined {
  const first = <T>(paths: readonly string[][], read: (value: string | number) => T | undefined): T | undefined => {
    for (const path of paths) {
      const value = database.valueOf(record, path)
      const said = value === undefined ? undefined : read(value)
      if (said !== undefined) return said
    }
    return undefined
  }
  if (part === 'country') {
    const country = first(COUNTRY, (value) => (/^[A-Z]{2}$/.test(String(value)) ? String(value) : undefined))
    if (country === undefined) return undefined
    const city = first(CITY, nameIn)
    return { country, ...(city !== undefined && { city }) }
  }
  const asNumber = first(NUMBER, (value) => Number(/^(?:AS)?([1-9]\d{0,9})$/.exec(String(value))?.[1]) || undefined)
  if (asNumber === undefined) return undefined
  const asName = first(NAME, nameIn) ?? null
  return { asNumber, asName }
}

function nameIn(value: string | number): string {
  return plainText(String(value)).slice(0, LONGEST_NAME)
}

/** The English name of a country; the code itself if there is none. */
export function countryName(code: string): string {
  return new Intl.DisplayNames(['en'], { type: 'region' }).of(code) ?? code
}
