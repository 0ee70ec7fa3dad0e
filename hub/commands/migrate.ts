import type { Command } from '../../lib/command-line/command.ts'
import { EXIT } from '../../lib/system/errors.ts'
import { isPresent } from '../../lib/system/files/presence.ts'
import { databaseFile } from '../store/sqlite/sqlite-connection.ts'
import { lockStore } from '../store/sqlite/store-lock.ts'
import { withBareStore } from './command-store.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { loadAsService } from './service-user.ts'

/** `spoor-hub migrate`: takes the steps that the schema of the store lacks. */
export const migrate: Command = {
  usage: 'migrate',
  summary: 'Bring the store of an earlier version to the schema of this one, with no hub running.',
  options: [
    CONFIG_OPTION,
    { flags: '--existing', text: 'Make no store where there is none, as at an upgrade of the package.' },
  ],
  examples: ['migrate'],
  run: async (_args, options, { stdout }) => {
    const config = await loadAsService(configFile(options))
    const isExisting = options['existing'] === true
    // To open one makes it.
    if (isExisting && 'folder' in config.store && !isPresent(databaseFile(config.store.folder))) return EXIT.ok
    const taken = await withBareStore(config, async (store) => {
      const { missing, unknown, isEmpty } = await store.schema()
      if ((missing.length === 0 && unknown.length === 0) || (isEmpty && isExisting)) return []
      const lock = 'folder' in config.store ? await lockStore(config.store.folder) : undefined
      try {
        return await store.prepare(Math.floor(Date.now() / 1000), true)
      } finally {
        await lock?.release()
      }
    })
    stdout.write(taken.length === 0 ? 'The schema is up to date.\n' : `Done: ${taken.join(', ')}.\n`)
    return EXIT.ok
  },
}
