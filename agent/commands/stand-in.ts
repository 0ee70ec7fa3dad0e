import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { nameOfUser, type User, userNamed } from '../../lib/system/users/passwd.ts'
import { loadWhereabouts } from '../config/load.ts'
import { USER } from '../program.ts'

/** The user that the services run as. */
export interface StandIn extends User {
  /** How that is known, in words that follow the user's name. */
  readonly because: string
}

/**
 * The user that `check`, typed by root, has to become to see what the services will see: the owner of the spool or,
 * before there is one, the user that the packages make. Undefined where this process is not root's, and where neither
 * is there.
 */
export async function standIn(configFile: string): Promise<StandIn | undefined> {
  if (process.geteuid?.() !== 0) return undefined
  const { spool } = await loadWhereabouts(configFile, { uid: (await statsOf(configFile))?.uid })
  const owner = await statsOf(spool.path)
  if (owner !== undefined) return { uid: owner.uid, gid: owner.gid, because: `to whom ${spool.path} belongs` }
  const user = userNamed(USER)
  return user && { ...user, because: 'whom the package has made' }
}

function statsOf(path: string): Promise<Stats | undefined> {
  return stat(path).catch(() => undefined)
}

/** Explains why root is told of a fault that root would not have. */
export function byWhom(user: StandIn | undefined): readonly string[] {
  if (user === undefined || user.uid === 0) return []
  return [`(Looked at as user ${nameOfUser(user.uid)}, ${user.because}: as that user the services run.)`]
}
