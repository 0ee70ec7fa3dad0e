import { userInfo } from 'node:os'
import { ActionNeeded, EXIT, codeOf } from '../errors.ts'

/** Shells that refuse logins. cPanel's own `noshell` is not one: customers have it. */
const NOBODYS_SHELL = /\/(?:nologin|false)$/

/** An account as in passwd(5). */
export interface Account {
  readonly username: string
  readonly shell: string | null
}

/**
 * Refuses (`ActionNeeded`, exit 2) to run as `user`, the name of the packages' user, if a person can log in to that
 * account: the packages leave an existing account alone, and its owner could read the spool and the secret.
 */
export function refuseSomebody(user: string, account: Account | undefined = ownAccount()): void {
  if (account?.username !== user || NOBODYS_SHELL.test(account.shell ?? '')) return
  throw new ActionNeeded(
    `The agent runs as ${user}, but somebody can log in to that account (its shell is ${account.shell}) ` +
      'and could read the spool and the secret. Rename that account, then install the package again.',
    EXIT.usage,
  )
}

/**
 * Whether this process runs as a user who can log in, so a person started it; no service user can. So it is as nobody,
 * as which none of the services runs: what that account may read, many may.
 */
export function isSomebody(account: Account | undefined = ownAccount()): boolean {
  return account !== undefined && (account.username === 'nobody' || !NOBODYS_SHELL.test(account.shell ?? ''))
}

function ownAccount(): Account | undefined {
  try {
    return userInfo()
  } catch (error) {
    // This user has no line in passwd(5).
    if (codeOf(error) === undefined) throw error
    return undefined
  }
}
