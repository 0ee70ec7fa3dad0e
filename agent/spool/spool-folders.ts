import { join } from 'node:path'
import { ensurePrivateFolder } from '../../lib/system/files/folder.ts'

/**
 * The folders of one spool. Reports are sealed into `sealed`; a second name of each (link(2)) moves through the API's
 * folders, and back only by hand. Reports of versions before 0.2 and of App::Spoor have only that name.
 */
export interface SpoolFolders {
  readonly root: string
  /** Every report, by number, until no receiver and no recovery needs it. */
  readonly sealed: string
  /** Waiting for the API. */
  readonly parsed: string
  /** Accepted by the API. */
  readonly transmitted: string
  /** Refused for good by the API, each with its reason beside it. */
  readonly failed: string
  /** Dropped by hand: reduced to a record of the events they covered, without entries. */
  readonly dropped: string
  /** The durable state of further receivers, a folder each. */
  readonly receivers: string
  /** Events that a process with the rights of the spool's owner leaves for the collector. */
  readonly inbox: string
  /** Files of inboxes that were not events; for a person to look at. */
  readonly refused: string
}

/** The folders of the spool at `root`; the API's have App::Spoor's names. */
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

/** The database of what lasting rules know: the places that mailboxes are used from. */
export function lastingFile(root: string): string {
  return join(root, 'rules.sqlite')
}

/** The folder with the durable state of one receiver. */
export function receiverFolder({ receivers }: SpoolFolders, name: string): string {
  return join(receivers, name)
}

/** Creates missing folders; throws `ActionNeeded` if other users could change one. */
export async function ensureSpoolFolders(folders: SpoolFolders): Promise<void> {
  for (const folder of Object.values(folders)) await ensurePrivateFolder(folder)
}
