import type { Config } from '../config/config.ts'
import type { Writer } from './inboxes.ts'

/** What the configuration says of the programs that leave events. */
type Configured = Pick<Config, 'mailReports'>

/** Whether this writer leaves events as far as the configuration goes: `files` does where a report lists files. */
export function isConfigured({ name }: Pick<Writer, 'name'>, { mailReports }: Configured): boolean {
  return name !== 'files' || mailReports.some(({ sections }) => sections.some(({ type }) => type === 'files'))
}
