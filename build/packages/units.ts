import { unitOf } from '../../agent/roles/role.ts'
import { ROLES } from '../../agent/roles/roles.ts'

/** What runs at times instead of all the time: the command of each has a service and a timer. */
export const TIMED: readonly string[] = ['backstop']

/** The files of all units but the target. */
export const UNIT_FILES: readonly string[] = [
  ...ROLES.map(unitOf),
  ...TIMED.flatMap((command) => ['service', 'timer'].map((suffix) => `spoor-agent-${command}.${suffix}`)),
]

/** The timers, which an upgrade starts where the services run: the version before may not have had them. */
export const TIMERS: string = TIMED.map((command) => `spoor-agent-${command}.timer`).join(' ')

/** The units that are started, and started again after an upgrade: a timer in place of the service that it starts. */
export const UNITS: string = [...ROLES.map(unitOf), TIMERS].join(' ')

/** A text of packaging/ with these in place of `@UNITS@` and `@TIMERS@`. */
export function withUnits(text: string): string {
  return text.replaceAll('@UNITS@', UNITS).replaceAll('@TIMERS@', TIMERS)
}
