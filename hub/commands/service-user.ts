import { stat } from 'node:fs/promises'
import { nameOfUser, type User, userNamed } from '../../lib/system/users/passwd.ts'
import type { StorePlace } from '../config/store-place.ts'
import { HUB_USER } from '../program.ts'

/**
 * The user as whom `check`, run by root, sees what the service will see: the owner of the embedded store or, without
 * one, the user that the package makes. Undefined if this process is not root's, or if neither exists.
 */
export async function serviceUser(store?: StorePlace): Promise<User | undefined> {
  if (process.geteuid?.() !== 0) return undefined
  const folder = store !== undefined && 'folder' in store ? store.folder : undefined
  const owner = folder === undefined ? undefined : await stat(folder).catch(() => undefined)
  return owner ?? userNamed(HUB_USER)
}

/** Explains why root is told of a fault that root would not have; empty if it is this process's own. */
export function asWhom(user: User | undefined): string {
  if (user === undefined || user.uid === 0) return ''
  return `\n(Checked as user ${nameOfUser(user.uid)}, because the service runs as that user.)`
}
