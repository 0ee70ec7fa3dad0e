import type { Stats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { loadWhereabouts } from '../config/load.ts'
import { USER } from '../system/account.ts'
import { nameOfUser, type User, userNamed } from '../system/accounts.ts'

/** As whom the services run. */
export interface StandIn extends User {
  /** What tells that, in words that follow his name. */
  readonly because: string
}

/**
 * Whom root has to stand in for to see what the services will: root may read everything. That is the owner of the spool; before there
 * is one, the user that the packages make. Undefined for others than root, and where nobody tells.
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

/** What explains a fault that root would not have. */
export function byWhom(user: StandIn | undefined): readonly string[] {
  if (user === undefined || user.uid === 0) return []
  return [`(Looked at as user ${nameOfUser(user.uid)}, ${user.because}: as that user the services run.)`]
}
