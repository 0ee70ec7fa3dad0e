import { userInfo } from 'node:os'
import { ActionNeeded, EXIT, codeOf } from '../errors.ts'

/** Shells that let nobody log in; cPanel's own `noshell` belongs to customers. */
const NOBODYS_SHELL = /\/(?:nologin|false)$/

/** An account as passwd(5) has it. */
export interface Account {
  readonly username: string
  readonly shell: string | null
}

/**
 * Refuses (`ActionNeeded`, exit 2) to run as `user`, the name that the packages give their user, where that account can
 * log in: packages leave an account that was there before as it is, and its owner could read the spool and the secret.
 */
export function refuseSomebody(user: string, account: Account | undefined = ownAccount()): void {
  if (account?.username !== user || NOBODYS_SHELL.test(account.shell ?? '')) return
  throw new ActionNeeded(
    `The account ${user}, as which this runs, is somebody's: it can log in (its shell is ${account.shell}), and could read the ` +
      'spool and the secret. Rename that account, and install the package again.',
    EXIT.usage,
  )
}

/** Whether a user who can log in runs this process: then a person typed its command, as services never can. */
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
