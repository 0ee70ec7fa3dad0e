import type { Config } from '../config/config.ts'
import type { Writer } from './inboxes.ts'

/** What the configuration says of the programs that leave events. */
type Configured = Pick<Config, 'mailReports' | 'watch'>

/**
 * Whether this writer leaves events as far as the configuration goes: `files` does where a report lists files, `watch`
 * where there are checks, and `restart` where one of them has a restart.
 */
export function isConfigured({ name }: Pick<Writer, 'name'>, { mailReports, watch }: Configured): boolean {
  if (name === 'watch') return watch !== undefined
  if (name === 'restart') return watch?.checks.some(({ restart }) => restart !== undefined) === true
  return name !== 'files' || mailReports.some(({ sections }) => sections.some(({ type }) => type === 'files'))
}

/** Whether this writer is there only with cPanel. */
export function isOfCpanel({ name }: Pick<Writer, 'name'>): boolean {
  return name === 'hook' || name === 'backstop'
}
