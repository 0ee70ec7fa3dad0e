import { type Notice, notice } from '../../lib/notice/notice.ts'
import { counted } from '../../lib/terminal/count.ts'

/** Notices about people; whoever they concern more closely is in the audit log. */
export const peopleNotices = {
  loginFailed: (address: string): Notice =>
    notice('notice', 'login_failed', `A login from ${address} failed; see: spoor-hub audit`, address),
  loginsHeld: (address: string): Notice =>
    notice(
      'warning',
      'logins_held',
      `Logins fail too often, at last from ${address}: those of this address or this name have to wait.`,
      address,
    ),
  secretsLocked: (file: string, count: number): Notice =>
    notice(
      'error',
      'secrets_locked',
      `${file} does not hold the key of the one-time codes of ${counted(count, 'person', 'people')}, who can sign in by recovery codes alone: bring the file back and restart the hub, or type spoor-hub people totp NAME --off for each.`,
    ),
  keyNotMade: (what: string): Notice =>
    notice('error', 'secret_key_not_made', `${what}. Until the next start nobody can begin one-time codes.`),
  firstAdmin: (name: string, address: string): Notice =>
    notice('notice', 'first_admin', `${name} is the first admin, by the setup code, from ${address}.`),
}
