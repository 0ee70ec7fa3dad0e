import { unitOf } from '../../agent/roles/role.ts'
import { ROLES } from '../../agent/roles/roles.ts'
import type { Units } from './built-program.ts'

/** What runs at times instead of all the time: the command of each has a service and a timer. */
export const TIMED: readonly string[] = ['backstop', 'mail-report']

/** What runs when something is asked of it: the command of each has a service and a unit that waits for changes. */
export const ASKED: readonly string[] = ['restart', 'survey']

/** What runs when somebody connects to it: the command of each has a service and a socket. */
export const CALLED: readonly string[] = ['plugins']

const WANTED = 'spoor-agent.target'
const SERVICES = ROLES.map(unitOf)
const STARTERS = [
  ...TIMED.map((command) => `spoor-agent-${command}.timer`),
  ...ASKED.map((command) => `spoor-agent-${command}.path`),
  ...CALLED.map((command) => `spoor-agent-${command}.socket`),
]
const STARTED_LATER = [...TIMED, ...ASKED, ...CALLED].map((command) => `spoor-agent-${command}.service`)

/** The agent's units. Started is a role's service, and a timer, path or socket in place of a service that it starts. */
export const AGENT_UNITS: Units = {
  files: [WANTED, ...SERVICES, ...STARTED_LATER, ...STARTERS],
  wanted: WANTED,
  started: [...SERVICES, ...STARTERS],
  starters: STARTERS,
}
