import { countryName, type GeoPlace } from './geo-place.ts'

/** A place in words: `Germany, Example Telecom (AS64496)`; null if nothing is known of it. */
export function placeWords(place: GeoPlace | undefined): string | null {
  if (place === undefined) return null
  const { country, asNumber, asName } = place
  const number = asNumber === null ? null : `AS${asNumber}`
  const operator = asName && number ? `${asName} (${number})` : asName || number
  return [country === null ? null : countryName(country), operator].filter(Boolean).join(', ') || null
}
