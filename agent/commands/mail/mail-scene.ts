import type { AccountOf } from '../../../lib/mail-statistics/origin.ts'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { DomainOwners } from '../../../lib/system/users/domain-owners.ts'
import { USER_DOMAINS } from '../../../lib/system/users/user-domains.ts'
import type { Screen } from '../../replay/screen.ts'
import { sourceNamed, usualPath } from '../../sources/sources.ts'
import type { LogLines, TakeLine } from '../log-lines.ts'
import type { MailRequest } from './mail-request.ts'

/** The parsed arguments, and what a reading works with. */
export interface MailScene {
  readonly request: MailRequest
  /** Named files; the host's own logs if there are none. */
  readonly files: readonly string[]
  /** Seconds since 1970-01-01T00:00:00Z; -Infinity for all. */
  readonly since: number
  readonly zone: string | undefined
  /** Seconds since 1970-01-01T00:00:00Z. */
  readonly now: number
  readonly screen: Screen
  readonly lines: LogLines
  readonly signal: AbortSignal
}

/** Reads the named files, or the usual log of a source with its rotated copies. Throws `ActionNeeded`. */
export async function readAll(
  { files, since, lines }: Pick<MailScene, 'files' | 'since' | 'lines'>,
  source: 'exim' | 'dovecot',
  take: TakeLine,
): Promise<void> {
  for (const file of files) await lines.named(file, take)
  if (files.length > 0) return
  const path = usualPath(sourceNamed(source))
  if (!lines.isThere(path)) throw new ActionNeeded(`mail: ${path} is not there, nor a copy of it; name a file`)
  await lines.ofLog(path, since, take)
}

/** Whose the domains of this host are; says so if nobody can tell. */
export function saidOwners({ screen }: Pick<MailScene, 'screen'>): AccountOf {
  const owners = new DomainOwners(USER_DOMAINS)
  const { missing } = owners
  if (missing !== undefined)
    screen.say(`${USER_DOMAINS} cannot be read (${missing}): mailboxes and domains belong to no account.`)
  return (domain) => owners.accountOf(domain)
}
