import { join } from 'node:path'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'

/** The folders of one spool; a report moves from the first to one of the others and never back but by hand. */
export interface SpoolFolders {
  readonly root: string
  /** Sealed, waiting to be sent. */
  readonly parsed: string
  /** Accepted by the API. */
  readonly transmitted: string
  /** Refused for good, each with a reason beside it. */
  readonly failed: string
  /** What is left of those that were dropped by hand: which events they covered, and no entry. */
  readonly dropped: string
}

/** Where the folders of a spool are; App::Spoor's names. */
export function spoolFolders(root: string): SpoolFolders {
  return {
    root,
    parsed: join(root, 'parsed'),
    transmitted: join(root, 'transmitted'),
    failed: join(root, 'transmission_failed'),
    dropped: join(root, 'dropped'),
  }
}

/** Makes the missing ones; throws `ActionNeeded` where one could be changed by others. */
export async function ensureSpoolFolders({ root, parsed, transmitted, failed, dropped }: SpoolFolders): Promise<void> {
  for (const folder of [root, parsed, transmitted, failed, dropped]) await ensurePrivateFolder(folder)
}
