import { unitOf } from '../../agent/roles/role.ts'
import { ROLES } from '../../agent/roles/roles.ts'

/** The units of all roles, as scripts of packages name them. */
export const UNITS: string = ROLES.map(unitOf).join(' ')

/** A text of packaging/ with these in place of `@UNITS@`. */
export function withUnits(text: string): string {
  return text.replaceAll('@UNITS@', UNITS)
}
