import { resolve } from 'node:path'
import type { Command } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { databaseFile } from '../store/sqlite/sqlite-connection.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { loadAsService } from './service-user.ts'

/** `spoor-hub backup`: a copy of the embedded store, while the hub runs. */
export const backup: Command = {
  usage: 'backup <file>',
  summary: 'Write a checked copy of the embedded store to a new file, while the hub runs.',
  options: [CONFIG_OPTION],
  examples: ['backup /var/backups/spoor-hub.db'],
  run: async ([file = ''], options, { stdout }) => {
    const { store } = await loadAsService(configFile(options))
    if ('url' in store)
      throw new ActionNeeded(
        `the store is in PostgreSQL, whose own programs copy it: pg_dump --format=custom --file=FILE ${store.url}`,
        EXIT.usage,
      )
    const [database, target] = [databaseFile(store.folder), resolve(file)]
    if (!isPresent(database)) throw new ActionNeeded(`${database}: there is no store yet; correct store`)
    if (isPresent(target)) throw new ActionNeeded(`${target}: this file is there already; name a new one`)
    const { copyDatabase } = await import('../store/sqlite/database-copy.ts')
    await copyDatabase(database, target)
    stdout.write(`${target}: the copy is whole.\n`)
    return EXIT.ok
  },
}
