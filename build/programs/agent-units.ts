import { unitOf } from '../../agent/roles/role.ts'
import { ROLES } from '../../agent/roles/roles.ts'
import type { Units } from './built-program.ts'

/** What runs at times instead of all the time: the command of each has a service and a timer. */
export const TIMED: readonly string[] = ['backstop', 'mail-report']

const WANTED = 'spoor-agent.target'
const SERVICES = ROLES.map(unitOf)
const TIMERS = TIMED.map((command) => `spoor-agent-${command}.timer`)

/** The agent's units. Started are a role's service, and a timer in place of the service that it starts. */
export const AGENT_UNITS: Units = {
  files: [WANTED, ...SERVICES, ...TIMED.map((command) => `spoor-agent-${command}.service`), ...TIMERS],
  wanted: WANTED,
  started: [...SERVICES, ...TIMERS],
  timers: TIMERS,
}
