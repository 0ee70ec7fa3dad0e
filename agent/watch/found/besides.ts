import type { CheckConfig } from '../../config/checks/check-config.ts'
import { checkedPlace } from './checked-place.ts'
import { configOfFound, type FoundCheck } from './found-check.ts'

/** Of what was found, what nobody wrote a check of by its name or its place; of several for a place, the first. */
export function besides(written: readonly CheckConfig[], found: readonly FoundCheck[]): readonly CheckConfig[] {
  const names = new Set(written.map(({ name }) => name))
  const places = new Set(written.map(checkedPlace))
  return found.flatMap((check) => {
    const place = checkedPlace(check)
    if (names.has(check.name) || (place !== undefined && places.has(place))) return []
    names.add(check.name)
    places.add(place)
    return [configOfFound(check)]
  })
}
