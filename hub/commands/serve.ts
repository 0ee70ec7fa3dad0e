import type { Command } from '../../lib/command-line/command.ts'
import { journal } from '../../lib/notice/journal.ts'
import { NoticeQuota } from '../../lib/notice/quota.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { EXIT } from '../../lib/system/errors.ts'
import { ReloadRequest } from '../../lib/system/reload-request.ts'
import { type HubConfig, loadHubConfig } from '../config/load.ts'
import { keyPlaceOf, startSealing } from '../people/secret-key.ts'
import { HubServer } from '../serving/hub-server.ts'
import { servingNotices } from '../serving/notices.ts'
import { openStore } from '../serving/open-store.ts'
import { untilStopped } from '../serving/until-stopped.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

/** `spoor-hub serve`: the hub itself, until it is told to stop. */
export const serve: Command = {
  usage: 'serve',
  summary: 'Receive reports, keep them and answer questions.',
  options: [CONFIG_OPTION],
  examples: ['serve', 'serve --config ./hub.yml'],
  run: async (_args, options, { stderr, signal, reloadRequest = new ReloadRequest() }) => {
    const quota = new NoticeQuota(journal(stderr), elapsed, new Set())
    const { tell } = quota
    const read = (): Promise<HubConfig> => loadHubConfig(configFile(options))
    const config = await read()
    const now = Math.floor(systemClock.now() / 1000)
    const store = await openStore(config, { now, tell, program: process.argv[1] ?? '' })
    try {
      const clock = systemClock
      const seal = await startSealing(store, keyPlaceOf(config.store), tell)
      const server = await HubServer.start({ config, store, seal, clock, tell })
      await untilStopped({ server, store, reloadRequest, read, clock, tell, signal })
      tell(servingNotices.stopped())
      return EXIT.ok
    } finally {
      await store.close()
      quota.close()
    }
  },
}
