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
      `${file} lacks the key of one-time codes that this store is sealed with: nobody can begin them here, and ${counted(count, 'person', 'people')} can sign in by recovery codes alone. Copy the file from another hub of this store, or from where you keep it, and restart the hub; if it is lost, type: spoor-hub people key-lost`,
    ),
  keyNotMade: (what: string): Notice =>
    notice('error', 'secret_key_not_made', `${what}. Until the next start nobody can begin one-time codes.`),
  firstAdmin: (name: string, address: string): Notice =>
    notice('notice', 'first_admin', `${name} is the first admin, by the setup code, from ${address}.`),
}
