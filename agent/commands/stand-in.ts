import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { nameOfUser, type User, userNamed } from '../../lib/system/users/passwd.ts'
import { loadWhereabouts } from '../config/load.ts'
import { USER } from '../program.ts'

/** The user that the services run as. */
export interface StandIn extends User {
  /** How the user is known, in words that follow the user's name. */
  readonly because: string
}

/**
 * The user that `check`, run by root, becomes in order to see what the services will see: the owner of the spool or,
 * before there is one, the user that the packages create. Undefined if this process is not root's, or if neither
 * exists.
 */
export async function standIn(configFile: string): Promise<StandIn | undefined> {
  if (process.geteuid?.() !== 0) return undefined
  const { spool } = await loadWhereabouts(configFile, { uid: (await statsOf(configFile))?.uid })
  const owner = await statsOf(spool.path)
  if (owner !== undefined) return { uid: owner.uid, gid: owner.gid, because: `the owner of ${spool.path}` }
  const user = userNamed(USER)
  return user && { ...user, because: 'created by the package' }
}

function statsOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined)
}

/** Explains why root sees a fault that root would not have. */
export function byWhom(user: StandIn | undefined): readonly string[] {
  if (user === undefined || user.uid === 0) return []
  return [`(Checked as user ${nameOfUser(user.uid)}, ${user.because}, because the services run as that user.)`]
}
