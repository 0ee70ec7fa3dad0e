import { chmodSync, chownSync } from 'node:fs'
import { join } from 'node:path'
import { statsOf } from '../../lib/system/files/held-folder.ts'
import type { User } from '../../lib/system/users/passwd.ts'
import { CONFIG, SPOOL } from './migrated-host.ts'
import { giveSpool } from './old-spool.ts'

/** The folder of the configuration, which App::Spoor wants to be root's alone. */
const FOLDER = 'etc/spoor'

/** The paths whose owners and modes App::Spoor looks at when it starts, and only then. */
export const GUARDED: readonly string[] = [FOLDER, CONFIG, SPOOL]

/** Owner and mode of a path of the host. */
interface Right extends User {
  readonly path: string
  readonly mode: number
}

/** Whether the agent's user lacks a right to the configuration. */
export function isClosed(root: string, user: User): boolean {
  return neededRights(root, user).some((right) => {
    const { gid, mode } = statsOf(join(root, right.path)) ?? right
    return gid !== right.gid || (mode & 0o7777) !== right.mode
  })
}

/**
 * Lets the agent's user read the configuration, which stays root's, and write the spool. From then on App::Spoor goes
 * on, but cannot start again.
 */
export function openHost(root: string, user: User): void {
  for (const right of neededRights(root, user)) give(root, right)
  giveSpool(root, user)
}

/** Makes all of it root's alone again, so that App::Spoor can start. */
export function closeHost(root: string): void {
  const owner = { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 }
  giveSpool(root, owner)
  for (const [path, mode] of Object.entries({ [FOLDER]: 0o700, [CONFIG]: 0o600 })) {
    const now = rightOf(root, path)
    if (now !== undefined) give(root, { ...now, ...owner, mode })
  }
}

function neededRights(root: string, { uid, gid }: User): readonly Right[] {
  const modes = { [FOLDER]: 0o750, [CONFIG]: 0o640 }
  return Object.entries(modes).flatMap(([path, mode]) => {
    const now = rightOf(root, path)
    // An administrator gave it to the agent's user, who can read it then.
    const isGiven = now?.uid === uid && uid !== process.geteuid?.()
    return now === undefined || isGiven ? [] : [{ ...now, gid, mode }]
  })
}

/** Undefined for what is missing, and for a link, which leads somebody knows where. */
function rightOf(root: string, path: string): Right | undefined {
  const stats = statsOf(join(root, path))
  if (stats === undefined || stats.isSymbolicLink()) return undefined
  return { path, uid: stats.uid, gid: stats.gid, mode: stats.mode & 0o7777 }
}

/** Owner first: chown(2) clears bits of the mode. */
function give(root: string, { path, uid, gid, mode }: Right): void {
  chownSync(join(root, path), uid, gid)
  chmodSync(join(root, path), mode)
}
