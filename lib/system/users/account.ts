import { userInfo } from 'node:os'
import { ActionNeeded, EXIT, codeOf } from '../errors.ts'

/** The user that the packages make for the services. */
export const USER = 'spoor'

/** Shells that let nobody in; cPanel's own `noshell` is that of a customer. */
const NOBODYS_SHELL = /\/(?:nologin|false)$/

/** An account as passwd(5) has it. */
export interface Account {
  readonly username: string
  readonly shell: string | null
}

/**
 * Refuses (`ActionNeeded`, exit 2) to work as somebody: where an account with the name of the packages' user was there
 * before, they leave it as it is, and its owner could read the spool and the secret.
 */
export function refuseSomebody(account: Account | undefined = ownAccount()): void {
  if (account?.username !== USER || NOBODYS_SHELL.test(account.shell ?? '')) return
  throw new ActionNeeded(
    `The account ${USER}, as which this runs, is somebody's: it can log in (its shell is ${account.shell}), and could read the ` +
      'spool and the secret. Rename that account, and install the package again.',
    EXIT.usage,
  )
}

/** Whether this process is of a user who can log in, as no service is: somebody typed its command. */
export function isSomebody(account: Account | undefined = ownAccount()): boolean {
  return account !== undefined && !NOBODYS_SHELL.test(account.shell ?? '')
}

function ownAccount(): Account | undefined {
  try {
    return userInfo()
  } catch (error) {
    // A user without a line in passwd(5).
    if (codeOf(error) === undefined) throw error
    return undefined
  }
}
