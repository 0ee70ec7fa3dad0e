import type { Tell } from '../../lib/notice/notice.ts'
import { readSecretFile } from '../../lib/settings/secret-file.ts'
import { ActionNeeded, messageOf } from '../../lib/system/errors.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import type { HubConfig } from '../config/load.ts'
import { databaseFile } from '../store/sqlite/sqlite-connection.ts'
import { type KeptStore, StoreUnavailable } from '../store/store.ts'
import { servingNotices } from './notices.ts'

/** How a store is opened. */
interface Opening {
  /** In seconds. */
  readonly now: number
  readonly tell: Tell
  /** The file of the hub's first script, which the store's threads run. */
  readonly program: string
}

/**
 * Opens the store that the configuration names, and makes an empty one ready, which it tells. Throws `ActionNeeded` if
 * it cannot be used.
 */
export async function openStore(config: HubConfig, opening: Opening): Promise<KeptStore> {
  try {
    return 'folder' in config.store
      ? await openEmbedded(config.store.folder, config.min_free, opening)
      : await openPostgresql(config.store.url, config.store_password_file, opening)
  } catch (error) {
    if (error instanceof StoreUnavailable)
      throw new ActionNeeded(`${error.message}: ${messageOf(error.cause)}`, undefined, { cause: error })
    throw error
  }
}

async function openEmbedded(folder: string, minFree: number, { now, tell, program }: Opening): Promise<KeptStore> {
  const { EmbeddedStore } = await import('../store/sqlite/embedded-store.ts')
  const isNew = !isPresent(databaseFile(folder))
  const store = await EmbeddedStore.open({ folder, minFree }, program, now)
  if (isNew) tell(servingNotices.storeMade(folder))
  return store
}

async function openPostgresql(
  url: string,
  passwordFile: string | undefined,
  { now, tell, program }: Opening,
): Promise<KeptStore> {
  const { ServedPostgres } = await import('../store/postgres/served-postgres.ts')
  const password = passwordFile === undefined ? undefined : await readSecretFile(passwordFile)
  const onMade = (): void => tell(servingNotices.storeMade(url))
  return ServedPostgres.open({ url, password }, program, { now, onMade })
}
