import { existsSync } from 'node:fs'
import { type Platform, platformHere } from '../../lib/system/platform.ts'
import { cpanelAccess } from '../drivers/cpanel-access.ts'
import { cpanelAccounting } from '../drivers/cpanel-accounting.ts'
import { cpanelApiTokens } from '../drivers/cpanel-api-tokens.ts'
import { cpanelError } from '../drivers/cpanel-error.ts'
import { cpanelLogin } from '../drivers/cpanel-login.ts'
import { cpanelSession } from '../drivers/cpanel-session.ts'
import { dovecot } from '../drivers/dovecot.ts'
import type { Driver } from '../drivers/driver.ts'
import { eximMain } from '../drivers/exim-main.ts'
import { pureFtpd } from '../drivers/pure-ftpd.ts'
import { sshd } from '../drivers/sshd.ts'

/** A log that a server usually has, and the driver that reads it. */
export interface LogSource {
  /** Its name in reports and for `replay`. Part of the ids of its events, so it never changes. */
  readonly name: string
  readonly driver: Driver
  /** Where the log is, unless the configuration says otherwise. */
  readonly paths: Readonly<Record<Platform, string>>
  /** Whether the log may be missing without anything being wrong. */
  readonly optional: boolean
  /** The folder of the product that writes it: without that, too. */
  readonly product?: string
  /**
   * Where the configuration names it: as a key of `followers`, as App::Spoor did, which the example file writes out; or
   * only as an item of `logs`, which the example file comments out.
   */
  readonly section: 'followers' | 'logs'
  readonly sentence: string
}

/** Where cPanel is installed (https://docs.cpanel.net, "The cPanel Log Files"). */
const CPANEL = '/usr/local/cpanel'

/**
 * Every log the agent knows of, one for each driver. The schema, `replay`, `parse`, `check`, the example file and the
 * documentation follow from it.
 */
export const SOURCES: readonly LogSource[] = [
  {
    name: 'access',
    driver: cpanelAccess,
    paths: everywhere('/usr/local/cpanel/logs/access_log'),
    optional: false,
    product: CPANEL,
    section: 'followers',
    sentence: 'Requests: who added or removed a forward, and from where.',
  },
  {
    name: 'error',
    driver: cpanelError,
    paths: everywhere('/usr/local/cpanel/logs/error_log'),
    optional: false,
    product: CPANEL,
    section: 'followers',
    sentence: 'What the cPanel hook wrote: where new forwards lead.',
  },
  {
    name: 'login',
    driver: cpanelLogin,
    paths: everywhere('/usr/local/cpanel/logs/login_log'),
    optional: false,
    product: CPANEL,
    section: 'followers',
    sentence: 'Logins.',
  },
  {
    name: 'session',
    driver: cpanelSession,
    paths: everywhere('/usr/local/cpanel/logs/session_log'),
    optional: true,
    section: 'logs',
    sentence: 'Sessions of the web interfaces: how they were opened, and that a new password ended them.',
  },
  {
    name: 'api-tokens',
    driver: cpanelApiTokens,
    paths: everywhere('/usr/local/cpanel/logs/api_tokens_log'),
    optional: true,
    section: 'logs',
    sentence: 'Uses of API tokens.',
  },
  {
    name: 'accounting',
    driver: cpanelAccounting,
    paths: everywhere('/var/cpanel/accounting.log'),
    optional: true,
    section: 'logs',
    sentence: 'Accounts, API tokens and two-factor authentication, as WHM changes them.',
  },
  {
    name: 'exim',
    driver: eximMain,
    paths: everywhere('/var/log/exim_mainlog'),
    optional: true,
    section: 'logs',
    sentence: 'Mail that users, programs and forwards send, and passwords that were refused.',
  },
  {
    name: 'dovecot',
    driver: dovecot,
    paths: { el: '/var/log/maillog', debian: '/var/log/mail.log' },
    optional: true,
    section: 'logs',
    sentence: 'Logins to IMAP, POP3 and ManageSieve.',
  },
  {
    name: 'pure-ftpd',
    driver: pureFtpd,
    paths: { el: '/var/log/messages', debian: '/var/log/syslog' },
    optional: true,
    section: 'logs',
    sentence: 'Logins to FTP.',
  },
  {
    name: 'sshd',
    driver: sshd,
    paths: { el: '/var/log/secure', debian: '/var/log/auth.log' },
    optional: true,
    section: 'logs',
    sentence: 'Logins to SSH.',
  },
]

/** Every log format the agent reads. */
export const DRIVERS: readonly Driver[] = SOURCES.map(({ driver }) => driver)

/** The driver of that name; undefined if there is none. */
export function driverNamed(name: string): Driver | undefined {
  return DRIVERS.find((driver) => driver.name === name)
}

/** The source of that name, as used in the configuration and in reports. */
export function sourceNamed(name: string): LogSource {
  return known(
    SOURCES.find((source) => source.name === name),
    name,
  )
}

/** The driver that reads a log: its own, or that of its source. */
export function readerOf({ source, driver }: { readonly source: string; readonly driver?: Driver }): Driver {
  return driver ?? sourceNamed(source).driver
}

/**
 * A log that may be missing at its usual path, as what writes it is not installed, as an optional one: the packaged
 * configuration follows cPanel's logs on any server.
 */
export function asInstalled<L extends Missable>(log: L, exists = existsSync): L & { readonly optional: boolean } {
  const { product, paths } = SOURCES.find(({ name }) => name === log.source) ?? {}
  const isAbsent = product !== undefined && Object.values(paths ?? {}).includes(log.path) && !exists(product)
  return { ...log, optional: log.optional === true || isAbsent }
}

interface Missable {
  readonly source: string
  readonly path: string
  readonly optional?: boolean
}

/** The source that a driver reads. */
export function sourceOf(driver: Pick<Driver, 'name'>): LogSource {
  return known(
    SOURCES.find((source) => source.driver.name === driver.name),
    driver.name,
  )
}

/** Where a log usually is on this machine. */
export function usualPath({ paths }: LogSource): string {
  return paths[platformHere()]
}

/** The same path on every platform, as for all logs of cPanel. */
function everywhere(path: string): LogSource['paths'] {
  return { el: path, debian: path }
}

function known(source: LogSource | undefined, name: string): LogSource {
  if (source === undefined) throw new Error(`${name} is not in agent/sources/sources.ts`)
  return source
}
