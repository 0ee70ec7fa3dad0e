import { renameSync, rmSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { becomeOwnerOf } from '../../lib/system/users/owner.ts'
import { databaseFile } from '../store/sqlite/sqlite-connection.ts'
import { lockStore } from '../store/sqlite/store-lock.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { loadAsService } from './service-user.ts'

/** `spoor-hub restore`: puts a backup in the place of the embedded store. */
export const restore: Command = {
  usage: 'restore <file>',
  summary: 'Put a backup in the place of the embedded store, while no hub runs.',
  options: [
    CONFIG_OPTION,
    {
      flags: '--replace',
      text: 'Replace the store that is there; it is kept beside, as hub.db.replaced, .replaced-2 …',
    },
  ],
  examples: ['restore /var/backups/spoor-hub.db', 'restore --replace /var/backups/spoor-hub.db'],
  run: async ([file = ''], options, { stdout }) => {
    const { store } = await loadAsService(configFile(options))
    if ('url' in store)
      throw new ActionNeeded(
        `the store is in PostgreSQL, whose own programs restore it: pg_restore --dbname=${store.url} FILE`,
        EXIT.usage,
      )
    const { folder } = store
    if (!isPresent(folder)) throw new ActionNeeded(`${folder}: this folder is not there; make it for the hub's user`)
    // Root would follow links that lie there.
    await becomeOwnerOf(folder)
    const lock = await lockStore(folder)
    try {
      const kept = await putInPlace(resolve(file), folder, options['replace'] === true)
      if (kept !== undefined) stdout.write(`${kept}: the former store, until you remove it.\n`)
    } finally {
      await lock.release()
    }
    stdout.write(`${folder}: the store is as in ${resolve(file)}. Now type: spoor-hub migrate, and start the hub.\n`)
    return EXIT.ok
  },
}

/** Returns where the former store is now; undefined if there was none. */
async function putInPlace(from: string, folder: string, isToReplace: boolean): Promise<string | undefined> {
  const database = databaseFile(folder)
  const { checkDatabase, copyDatabase, joinLog } = await import('../store/sqlite/database-copy.ts')
  if (isPresent(database) && !isToReplace)
    throw new ActionNeeded(`${database}: there is a store already; type --replace if it is to be replaced`)
  checkDatabase(from)
  const arriving = `${database}.restored`
  await copyDatabase(from, arriving)
  // All of the old store is in its one file then, and no log of its is left to be taken for the new one's.
  const kept = isPresent(database) ? unusedName(`${database}.replaced`) : undefined
  if (kept !== undefined) {
    joinLog(database)
    renameSync(database, kept)
    // What a damaged store left of its log belongs to it; the new one must not take it for its own.
    if (isPresent(`${database}-wal`)) renameSync(`${database}-wal`, `${kept}-wal`)
    rmSync(`${database}-shm`, { force: true })
  }
  renameSync(arriving, database)
  return kept
}

/** A second restore must not take away what the first one kept, which may be the only copy. */
function unusedName(name: string): string {
  let unused = name
  for (let number = 2; isPresent(unused); number += 1) unused = `${name}-${number}`
  return unused
}
