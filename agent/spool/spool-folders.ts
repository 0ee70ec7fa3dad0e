import { join } from 'node:path'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'

/**
 * The folders of one spool. Reports are sealed into the first; links to them move through the others, which are those of
 * the API, and never back but by hand. Reports of versions before 0.2, and App::Spoor's, stand there as files.
 */
export interface SpoolFolders {
  readonly root: string
  /** Every report, by its number, until nobody needs it. */
  readonly sealed: string
  /** Waiting to be sent. */
  readonly parsed: string
  /** Accepted by the API. */
  readonly transmitted: string
  /** Refused for good, each with a reason beside it. */
  readonly failed: string
  /** Dropped by hand: what is left of them says which events they covered, and holds no entry. */
  readonly dropped: string
  /** What further receivers have to remember, a folder each. */
  readonly receivers: string
  /** Events that a process with the rights of the spool's owner leaves for the collector. */
  readonly inbox: string
  /** What lay in an inbox and was no event; for a person to look at. */
  readonly refused: string
}

/** Where the folders of a spool are; App::Spoor's names. */
export function spoolFolders(root: string): SpoolFolders {
  return {
    root,
    sealed: join(root, 'sealed'),
    parsed: join(root, 'parsed'),
    transmitted: join(root, 'transmitted'),
    failed: join(root, 'transmission_failed'),
    dropped: join(root, 'dropped'),
    receivers: join(root, 'receivers'),
    inbox: join(root, 'inbox'),
    refused: join(root, 'inbox_refused'),
  }
}

/** Makes the missing ones; throws `ActionNeeded` where one could be changed by others. */
export async function ensureSpoolFolders(folders: SpoolFolders): Promise<void> {
  for (const folder of Object.values(folders)) await ensurePrivateFolder(folder)
}
