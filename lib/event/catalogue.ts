import type { Definition } from './definition.ts'
import { ACCOUNTS } from './kinds/accounts.ts'
import { AGENT } from './kinds/agent.ts'
import { CONCLUSIONS } from './kinds/conclusions.ts'
import { FILES } from './kinds/files.ts'
import { FILTERS } from './kinds/filters.ts'
import { FORWARDS } from './kinds/forwards.ts'
import { LINES } from './kinds/lines.ts'
import { LOGINS } from './kinds/logins.ts'
import { LOGS } from './kinds/logs.ts'
import { MAIL } from './kinds/mail.ts'
import { MAILBOXES } from './kinds/mailboxes.ts'
import { SERVICES } from './kinds/services.ts'
import { TRAFFIC } from './kinds/traffic.ts'

/** Every kind of event by its name. A new kind is one entry in the file of its subject. */
export const CATALOGUE = {
  ...LOGINS,
  ...FORWARDS,
  ...FILTERS,
  ...MAILBOXES,
  ...ACCOUNTS,
  ...MAIL,
  ...CONCLUSIONS,
  ...LOGS,
  ...FILES,
  ...TRAFFIC,
  ...LINES,
  ...SERVICES,
  ...AGENT,
} as const

/** What happened. */
export type Kind = keyof typeof CATALOGUE

/** The names of all kinds, by subject. */
export const KINDS: readonly Kind[] = Object.keys(CATALOGUE).filter(isKind)

/** Whether a kind of that name is in the catalogue. */
export function isKind(name: unknown): name is Kind {
  return typeof name === 'string' && Object.hasOwn(CATALOGUE, name)
}

/** The definition of a kind. */
export function definitionOf(kind: Kind): Definition {
  return CATALOGUE[kind]
}
