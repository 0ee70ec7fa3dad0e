import type { Command } from '../../lib/command-line/command.ts'
import { journal } from '../../lib/notice/journal.ts'
import { NoticeQuota } from '../../lib/notice/quota.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { EXIT } from '../../lib/system/errors.ts'
import { onAbort } from '../../lib/system/on-abort.ts'
import { loadHubConfig } from '../config/load.ts'
import { HubServer } from '../serving/hub-server.ts'
import { openStore } from '../serving/open-store.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

/** `spoor-hub serve`: the hub itself, until it is told to stop. */
export const serve: Command = {
  usage: 'serve',
  summary: 'Receive reports, keep them and answer questions.',
  options: [CONFIG_OPTION],
  examples: ['serve', 'serve --config ./hub.yml'],
  run: async (_args, options, { stderr, signal }) => {
    const quota = new NoticeQuota(journal(stderr), elapsed, new Set())
    const config = await loadHubConfig(configFile(options))
    const store = await openStore(config, Math.floor(systemClock.now() / 1000))
    try {
      const server = await HubServer.start({ config, store, clock: systemClock, tell: quota.tell })
      const { promise, resolve } = Promise.withResolvers<void>()
      onAbort(signal, resolve)
      await promise
      await server.close()
      return EXIT.ok
    } finally {
      await store.close()
      quota.close()
    }
  },
}
