import { resolve } from 'node:path'
import type { Action, Io, Options } from '../../../lib/command-line/command.ts'
import type { Tell } from '../../../lib/notice/notice.ts'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import type { User } from '../../../lib/system/users/passwd.ts'
import type { Config } from '../../config/config.ts'
import { hostNameOf } from '../../config/host-name.ts'
import { loadConfig } from '../../config/load.ts'
import type { MailReportConfig } from '../../config/mail-reports/mail-report-config.ts'
import { inboxesOf } from '../../inbox/inboxes.ts'
import { USUAL_STATE } from '../../mail-reports/places.ts'
import { serviceUser } from '../../mail-reports/run/child-rights.ts'
import { spoolFolders } from '../../spool/spool-folders.ts'
import { configFile } from '../config-option.ts'

/** What an action on mail reports gets. */
export interface MailReportParts {
  /** The words after its name. */
  readonly names: readonly string[]
  readonly options: Options
  readonly io: Io
  readonly tell: Tell
}

/** One action on mail reports. */
export interface MailReportAction extends Action {
  /** Runs the action and returns the exit code; throws `ActionNeeded`. */
  run(parts: MailReportParts): Promise<number>
}

/** The mail reports of this host, and where they keep what they know. */
export interface KnownReports {
  readonly config: Config
  readonly file: string
  readonly host: string
  readonly state: string
  /** As whom sections run that need no root; undefined if this process is not root. */
  readonly user: User | undefined
  /** Where the collector takes events of changed files; undefined if there is none, or it is not this user's. */
  readonly inbox: string | undefined
}

/** What the configuration says of them. Throws `ActionNeeded`. */
export async function knownReports(options: Options): Promise<KnownReports> {
  const file = configFile(options)
  const user = serviceUser()
  const { config } = await loadConfig(file, user)
  const typed = options['state']
  if (typed === undefined && process.geteuid?.() !== 0)
    throw new ActionNeeded('mail-report: run this as root, or name a folder of your own with --state', EXIT.usage)
  const state = typed === undefined ? USUAL_STATE : resolve(String(typed))
  const inboxes = user === undefined ? [] : inboxesOf(spoolFolders(config.spool.path))
  const inbox = inboxes.find(({ name }) => name === 'files')?.path
  return { config, file, host: hostNameOf(config), state, user, inbox }
}

/** The report with a name; throws `ActionNeeded` (exit 2) if there is none. */
export function reportNamed({ mailReports }: Config, name: string): MailReportConfig {
  const found = mailReports.find((report) => report.name === name)
  if (found !== undefined) return found
  const names = mailReports.map((report) => report.name)
  const known = names.length === 0 ? 'mail_reports has none' : `mail_reports has ${names.join(', ')}`
  throw new ActionNeeded(`mail-report: there is no report ${JSON.stringify(name)}; ${known}`, EXIT.usage)
}
