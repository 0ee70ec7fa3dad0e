import { readSecretFile } from '../../lib/settings/secret-file.ts'
import { ActionNeeded, messageOf } from '../../lib/system/errors.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { becomeOwnerOf, becomeUser } from '../../lib/system/users/owner.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { HubConfig } from '../config/load.ts'
import type { PostgresStore } from '../store/postgres/postgres-store.ts'
import type { SqliteStore } from '../store/sqlite/sqlite-store.ts'
import { StoreUnavailable, type Unavailability } from '../store/store.ts'
import { serviceUser } from './service-user.ts'

/** The configured store as commands use it: in this thread, beside a running hub. */
export type CommandStore = SqliteStore | PostgresStore

/** Where the store is. */
type Whereabouts = Pick<HubConfig, 'store' | 'store_password_file'>

/** `withBareStore`, with a store that this program can work with: makes an empty one ready. */
export async function withStore<T>(config: Whereabouts, work: (store: CommandStore) => Promise<T>): Promise<T> {
  return withBareStore(config, async (store) => {
    await store.prepare(Math.floor(Date.now() / 1000))
    return work(store)
  })
}

/**
 * Opens the store for a command, beside a hub that may run, whatever its schema; root becomes the user of the service
 * for good, so that nothing in its folder becomes root's, and files are read as the service reads them. Throws
 * `ActionNeeded` if the store cannot be used.
 */
export async function withBareStore<T>(config: Whereabouts, work: (store: CommandStore) => Promise<T>): Promise<T> {
  const store = await opened(config)
  try {
    return await work(store)
  } catch (error) {
    throw inWords(error)
  } finally {
    await store.close()
  }
}

async function opened({ store, store_password_file: file }: Whereabouts): Promise<CommandStore> {
  if ('url' in store) {
    const user = await serviceUser(store)
    if (user !== undefined) becomeUser(user)
    const password = file === undefined ? undefined : await readSecretFile(file)
    const { PostgresStore } = await import('../store/postgres/postgres-store.ts')
    return new PostgresStore({ url: store.url, password, patience: PATIENCE })
  }
  const { folder } = store
  if (isPresent(folder)) await becomeOwnerOf(folder)
  else if (process.geteuid?.() === 0) {
    throw new ActionNeeded(`${folder}: this folder is not there; start the hub once, which makes it, or correct store`)
  }
  const { SqliteStore } = await import('../store/sqlite/sqlite-store.ts')
  try {
    return new SqliteStore({ folder })
  } catch (error) {
    if (error instanceof ActionNeeded || error instanceof StoreUnavailable) throw inWords(error)
    throw new ActionNeeded(plainText(`${folder}: the store cannot be opened (${messageOf(error)}); correct store`))
  }
}

/** A command may take as long as a migration of a large table, in milliseconds. */
const PATIENCE = 24 * 3_600_000

const REASONS: Readonly<Record<Unavailability, string>> = {
  full: 'its disk is full; make room',
  busy: 'others work on it; try again',
  gone: 'its files were removed while this worked on them',
  away: 'its database cannot be used; see that it runs, and that store and store_password_file are right',
}

function inWords(error: unknown): unknown {
  if (!(error instanceof StoreUnavailable)) return error
  const cause = error.cause === undefined ? '' : ` (${messageOf(error.cause)})`
  return new ActionNeeded(plainText(`The store does not answer: ${REASONS[error.reason]}${cause}.`))
}
