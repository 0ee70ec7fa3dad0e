import type { Tell } from '../../lib/notice/notice.ts'
import { readSecretFile } from '../../lib/settings/secret-file.ts'
import { ActionNeeded, messageOf } from '../../lib/system/errors.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import type { HubConfig } from '../config/load.ts'
import { databaseFile } from '../store/sqlite/sqlite-connection.ts'
import { type KeptStore, StoreUnavailable } from '../store/store.ts'
import { servingNotices } from './notices.ts'

/**
 * Opens the store that the configuration names, and makes an empty one ready, which it tells; `now` in seconds. Throws
 * `ActionNeeded` if it cannot be used.
 */
export async function openStore(config: HubConfig, now: number, tell: Tell): Promise<KeptStore> {
  try {
    return 'folder' in config.store
      ? await openEmbedded(config.store.folder, config.min_free, { now, tell })
      : await openPostgresql(config.store.url, config.store_password_file, { now, tell })
  } catch (error) {
    if (error instanceof StoreUnavailable)
      throw new ActionNeeded(`${error.message}: ${messageOf(error.cause)}`, undefined, { cause: error })
    throw error
  }
}

interface Opening {
  readonly now: number
  readonly tell: Tell
}

async function openEmbedded(folder: string, minFree: number, { now, tell }: Opening): Promise<KeptStore> {
  const { EmbeddedStore } = await import('../store/sqlite/embedded-store.ts')
  const isNew = !isPresent(databaseFile(folder))
  const store = await EmbeddedStore.open({ folder, minFree }, process.argv[1] ?? '', now)
  if (isNew) tell(servingNotices.storeMade(folder))
  return store
}

async function openPostgresql(
  url: string,
  passwordFile: string | undefined,
  { now, tell }: Opening,
): Promise<KeptStore> {
  const { PostgresStore } = await import('../store/postgres/postgres-store.ts')
  const password = passwordFile === undefined ? undefined : await readSecretFile(passwordFile)
  const store = new PostgresStore({ url, password })
  try {
    const taken = await store.prepare(now)
    if (taken.length > 0) tell(servingNotices.storeMade(url))
    return store
  } catch (error) {
    // Its connections would keep the process.
    await store.close()
    throw error
  }
}
