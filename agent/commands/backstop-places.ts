import { stat } from 'node:fs/promises'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { lastLookFile } from '../backstop/last-look.ts'
import { loadWhereabouts } from '../config/load.ts'
import { inboxesOf } from '../inbox/inboxes.ts'
import { spoolFolders } from '../spool/spool-folders.ts'

/** Where root leaves what it finds: the inbox of the spool that the configuration names, and how looks went. */
export interface BackstopPlaces {
  readonly inbox: string
  readonly record: string
}

/** The places that a configuration names. Throws `ActionNeeded` if there is no such inbox. */
export async function backstopPlacesOf(config: string): Promise<BackstopPlaces> {
  // It may belong to the user of the services.
  const owner = await stat(config).catch(() => undefined)
  const { spool } = await loadWhereabouts(config, { uid: owner?.uid })
  const inbox = inboxesOf(spoolFolders(spool.path)).find(({ name }) => name === 'backstop')
  if (inbox !== undefined) return { inbox: inbox.path, record: lastLookFile(spool.path) }
  const path = `${spool.path}-inbox/backstop`
  throw new ActionNeeded(
    `${path}: this folder is missing; make it (install -d -o root -g spoor -m 2770 ${path}), and restart the collector.`,
  )
}
