import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { ActionNeeded, messageOf } from '../../lib/system/errors.ts'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'
import type { Whereabouts } from '../config/load.ts'

/** Where the watcher works: its user may look into none of the folders of the others. */
export interface WatchFolders {
  /** What it knows over restarts, and its lock. */
  readonly state: string
  /** What `status` shows, which the agent's user may read. */
  readonly runtime: string
  /** Where it leaves events. */
  readonly inbox: string
}

/** Beside the folders of spool and runtime. */
export function watchFolders({ spool, runtime }: Whereabouts): WatchFolders {
  return { state: `${spool.path}-watch`, runtime: `${runtime.path}-watch`, inbox: `${spool.path}-inbox/watch` }
}

/** Makes what is missing, as where no package does. Throws `ActionNeeded` if that cannot be. */
export async function ensureWatchFolders({ state, runtime, inbox }: WatchFolders): Promise<void> {
  await ensurePrivateFolder(state)
  for (const [path, mode] of [
    [dirname(runtime), 0o755],
    [runtime, 0o750],
    [dirname(inbox), 0o755],
    [inbox, 0o770],
  ] as const)
    await mkdir(path, { mode, recursive: true }).catch((error: unknown) => {
      throw new ActionNeeded(`${path}: this folder cannot be created (${messageOf(error)}).`)
    })
}
