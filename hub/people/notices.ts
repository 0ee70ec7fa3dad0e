import { type Notice, notice } from '../../lib/notice/notice.ts'

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
  firstAdmin: (name: string, address: string): Notice =>
    notice('notice', 'first_admin', `${name} is the first admin, by the setup code, from ${address}.`),
}
