import { join } from 'node:path'
import type { Clock } from '../../lib/system/clock.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { residentsIn, type User } from '../../lib/system/users/passwd.ts'
import { USER } from '../program.ts'

/** The host that moves over from App::Spoor. */
export interface MigratedHost {
  /** Its files are below it: `/`. */
  readonly root: string
  /** Whether what App::Spoor could not send is queued again. */
  readonly retryFailed: boolean
  readonly clock: Clock
}

/** App::Spoor's configuration, and ours. */
export const CONFIG = 'etc/spoor/spoor.yml'

/** App::Spoor's spool, which no configuration of it could move, and ours. */
export const SPOOL = 'var/lib/spoor'

/** The agent's user on the host. Throws `ActionNeeded` if there is none. */
export function agentsUser(root: string): User {
  const user = residentsIn(join(root, 'etc/passwd')).get(USER)
  if (user !== undefined) return user
  throw new ActionNeeded(`There is no user ${USER}, as whom the services run; install the package, which makes it.`)
}
