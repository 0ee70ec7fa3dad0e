import { join } from 'node:path'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'

/** The settings of WHM's Tweak Settings; a line each, `KEY=VALUE`. Source: cPanel's "The cpanel.config file". */
const SETTINGS = 'var/cpanel/cpanel.config'

/** What switches "Log successful logins" on (WHM, Tweak Settings, Logging); a new cPanel has it off. */
export const LOG_LOGINS_COMMAND = 'whmapi1 set_tweaksetting key=log_successful_logins value=1'

/**
 * Whether cPanel writes successful logins to its web interfaces into login_log, on the host whose files are below
 * `root`. Undefined where nobody can tell: there is no cPanel, this process may not read its settings, or they do not
 * say.
 */
export function logsSuccessfulLogins(root: string): boolean | undefined {
  try {
    const { text } = readRegularFileSync(join(root, SETTINGS), undefined, 'latin1')
    const [, value] = /^log_successful_logins=([^\n]*)$/m.exec(text) ?? []
    return value === undefined ? undefined : value.trim() === '1'
  } catch {
    return undefined
  }
}
