import { stat } from 'node:fs/promises'
import { ActionNeeded, codeOf } from '../errors.ts'
import type { User } from './passwd.ts'

declare global {
  namespace NodeJS {
    // Node's types do not have it.
    interface Process {
      initgroups?(user: number, extraGroup: number): void
    }
  }
}

/**
 * Makes a process of root one of a folder's owner, for good: all that it writes there is then the owner's, and a link
 * that the owner may have laid leads it nowhere that he could not go himself. Throws `ActionNeeded` where the folder is
 * missing, or for a process that is neither root's nor the owner's.
 */
export async function becomeOwnerOf(folder: string): Promise<void> {
  const { uid, gid } = await stat(folder).catch((error: unknown) => {
    const remedy = codeOf(error) === 'ENOENT' ? 'the first start of the agent makes it' : 'run this as root'
    throw new ActionNeeded(`${folder}: this folder cannot be looked at (${codeOf(error)}); ${remedy}.`)
  })
  const user = process.geteuid?.()
  if (user === uid) return
  if (user !== 0) {
    throw new ActionNeeded(`${folder}: this folder belongs to user ${uid}; run this as that user or as root.`)
  }
  becomeUser({ uid, gid })
}

/** Makes a process of root one of another user, for good. Throws `ActionNeeded` where the system does not let it. */
export function becomeUser({ uid, gid }: User): void {
  if (process.geteuid?.() === uid) return
  try {
    takeGroupsOf(uid, gid)
    process.setgid?.(gid)
    process.setuid?.(uid)
  } catch (error) {
    throw new ActionNeeded(`This process cannot become user ${uid}, as whom the services run (${codeOf(error)}).`)
  }
}

/** The groups that systemd gives him, too; none where passwd(5) does not know him. */
function takeGroupsOf(uid: number, gid: number): void {
  try {
    process.initgroups?.(uid, gid)
  } catch {
    process.setgroups?.([])
  }
}
