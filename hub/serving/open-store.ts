import { readSecretFile } from '../../lib/settings/secret-file.ts'
import { ActionNeeded, messageOf } from '../../lib/system/errors.ts'
import type { HubConfig } from '../config/load.ts'
import { type KeptStore, StoreUnavailable } from '../store/store.ts'

/**
 * Opens the store that the configuration names, and makes an empty one ready; `now` in seconds. Throws `ActionNeeded`
 * if it cannot be used.
 */
export async function openStore(config: HubConfig, now: number): Promise<KeptStore> {
  try {
    return 'folder' in config.store
      ? await openEmbedded(config.store.folder, config.min_free, now)
      : await openPostgresql(config.store.url, config.store_password_file, now)
  } catch (error) {
    if (error instanceof StoreUnavailable)
      throw new ActionNeeded(`${error.message}: ${messageOf(error.cause)}`, undefined, { cause: error })
    throw error
  }
}

async function openEmbedded(folder: string, minFree: number, now: number): Promise<KeptStore> {
  const { EmbeddedStore } = await import('../store/sqlite/embedded-store.ts')
  return EmbeddedStore.open({ folder, minFree }, process.argv[1] ?? '', now)
}

async function openPostgresql(url: string, passwordFile: string | undefined, now: number): Promise<KeptStore> {
  const { PostgresStore } = await import('../store/postgres/postgres-store.ts')
  const password = passwordFile === undefined ? undefined : await readSecretFile(passwordFile)
  const store = new PostgresStore({ url, password })
  try {
    await store.prepare(now)
    return store
  } catch (error) {
    // Its connections would keep the process.
    await store.close()
    throw error
  }
}
