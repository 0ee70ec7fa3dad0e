import type { Command } from '../../lib/command-line/command.ts'
import { journal } from '../../lib/notice/journal.ts'
import { NoticeQuota } from '../../lib/notice/quota.ts'
import { elapsed } from '../../lib/system/clock.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { loadConfig } from '../config/load.ts'
import { carryOutRestarts } from '../restarts/carry-out.ts'
import { type RestartHost, THIS_HOST } from '../restarts/restart-host.ts'
import { restartPlaces } from '../restarts/restart-places.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

/** Carries out the restarts that checks ask for; its unit calls it when there are some. */
export const restart: Command = restartOn(THIS_HOST)

/** The command for another host. */
export function restartOn(host: RestartHost): Command {
  return {
    usage: 'restart',
    summary: 'Restart the services that checks ask for, as far as the configuration allows.',
    options: [CONFIG_OPTION, { flags: '--due', text: 'Every service that a check asks for; the unit calls this.' }],
    examples: ['restart --due'],
    run: async (_args, options, { stderr, signal }) => {
      if (options['due'] !== true)
        throw new ActionNeeded(
          'restart: write --due for the services that checks ask for; the agent itself is restarted by: systemctl restart spoor-agent.target',
          EXIT.usage,
        )
      if (host === THIS_HOST && process.geteuid?.() !== 0)
        throw new ActionNeeded('restart: it restarts services of the host; run it as root.', EXIT.usage)
      // As root it takes no configuration that anybody else could change.
      const { config } = await loadConfig(configFile(options))
      const quota = new NoticeQuota(journal(stderr), elapsed, new Set())
      try {
        const checks = config.watch?.checks ?? []
        const places = restartPlaces(config)
        await carryOutRestarts({ host, checks, places, now: Date.now, signal, tell: quota.tell })
        return EXIT.ok
      } finally {
        quota.close()
      }
    },
  }
}
