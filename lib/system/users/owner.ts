import { stat } from 'node:fs/promises'
import { ActionNeeded, codeOf } from '../errors.ts'
import type { User } from './passwd.ts'

declare global {
  namespace NodeJS {
    // Missing from Node's types.
    interface Process {
      initgroups?(user: number, extraGroup: number): void
    }
  }
}

/**
 * Turns a root process into one of a folder's owner, for good: everything it writes then belongs to the owner, and no
 * link placed by the owner can lead it where the owner may not go. Throws `ActionNeeded` if the folder is missing, or
 * if the process belongs to neither root nor the owner. With `none` it takes no supplementary groups, and asks no
 * directory service for them.
 */
export async function becomeOwnerOf(folder: string, groups: 'all' | 'none' = 'all'): Promise<void> {
  const { uid, gid } = await stat(folder).catch((error: unknown) => {
    const remedy = codeOf(error) === 'ENOENT' ? 'the agent creates it at its first start' : 'run this as root'
    throw new ActionNeeded(`${folder}: this folder cannot be accessed (${codeOf(error)}); ${remedy}.`)
  })
  const user = process.geteuid?.()
  if (user === uid) return
  if (user !== 0) {
    throw new ActionNeeded(`${folder}: this folder belongs to user ${uid}; run this as that user or as root.`)
  }
  becomeUser({ uid, gid }, groups)
}

/** Turns a root process into one of another user, for good. Throws `ActionNeeded` if the system refuses. */
export function becomeUser({ uid, gid }: User, groups: 'all' | 'none' = 'all'): void {
  if (process.geteuid?.() === uid) return
  try {
    if (groups === 'all') takeGroupsOf(uid, gid)
    else process.setgroups?.([])
    process.setgid?.(gid)
    process.setuid?.(uid)
  } catch (error) {
    throw new ActionNeeded(`This process cannot become user ${uid}, as which the services run (${codeOf(error)}).`)
  }
}

/** Sets the supplementary groups that systemd would give the user; none if passwd(5) does not know the user. */
function takeGroupsOf(uid: number, gid: number): void {
  try {
    process.initgroups?.(uid, gid)
  } catch {
    process.setgroups?.([])
  }
}
