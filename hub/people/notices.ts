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
  /** Of so many people no key opens the secrets; `isElsewhere`: the key that seals now is not there either. */
  secretsLocked: (file: string, count: number, isElsewhere: boolean): Notice => {
    const what = [
      ...(isElsewhere ? ['nobody can begin them here'] : []),
      ...(count === 0 ? [] : [`${counted(count, 'person', 'people')} can sign in by recovery codes alone`]),
    ]
    return notice(
      'error',
      'secrets_locked',
      `${file} lacks a key of one-time codes of this store: ${what.join(', and ')}. Copy the file from another hub of this store, or from where you keep it, and restart the hub; if it is lost, type: spoor-hub people key-lost`,
    )
  },
  keyNotMade: (what: string): Notice =>
    notice('error', 'secret_key_not_made', `${what}. Until the next start nobody can begin one-time codes.`),
  firstAdmin: (name: string, address: string): Notice =>
    notice('notice', 'first_admin', `${name} is the first admin, by the setup code, from ${address}.`),
}
