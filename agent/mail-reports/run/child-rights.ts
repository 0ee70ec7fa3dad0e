import { existsSync } from 'node:fs'
import { ActionNeeded } from '../../../lib/system/errors.ts'
import { SETPRIV } from '../../../lib/system/processes/setpriv.ts'
import { type User, userNamed } from '../../../lib/system/users/passwd.ts'

/** Who a process of a report is: as its parent, the agent's user, or that one and a reader of every file. */
export type ChildRights = 'own' | 'user' | 'reader'

/**
 * The agent's user, as which a report of root does what needs no root; nobody where there is none. Undefined if this
 * process is not root, and has nothing to give up.
 */
export function serviceUser(): User | undefined {
  if (process.geteuid?.() !== 0) return undefined
  const user = userNamed('spoor') ?? userNamed('nobody')
  if (user === undefined) throw new ActionNeeded('There is neither a user spoor nor a user nobody; make one.')
  return user
}

/** The command with the rights to start another with, which follows it; empty where there are none to give up. */
export function withRights(rights: ChildRights, user: User | undefined): readonly string[] {
  if (user === undefined || rights === 'own') return []
  if (!existsSync(SETPRIV)) throw new ActionNeeded(`${SETPRIV}: is not there; install util-linux, which has it.`)
  const capability = rights === 'reader' ? ',+dac_read_search' : ''
  return [
    SETPRIV,
    `--reuid=${user.uid}`,
    `--regid=${user.gid}`,
    '--init-groups',
    '--no-new-privs',
    `--inh-caps=-all${capability}`,
    `--ambient-caps=-all${capability}`,
    `--bounding-set=-all${capability}`,
  ]
}
