import type { Command } from '../../lib/command-line/command.ts'
import { journal } from '../../lib/notice/journal.ts'
import { NoticeQuota } from '../../lib/notice/quota.ts'
import { elapsed } from '../../lib/system/clock.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { loadConfig } from '../config/load.ts'
import { SURVEY_PLACES } from '../probes/survey/survey-places.ts'
import { type SurveyHost, tellSurveys } from '../survey/tell-surveys.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

const THIS: SurveyHost = { root: '/', dnf: '/usr/bin/dnf', places: SURVEY_PLACES }

/** Looks at what root alone may see; its unit calls it when a check asks. */
export const survey: Command = surveyOf(THIS)

/** The command for another host. */
export function surveyOf(host: SurveyHost): Command {
  return {
    usage: 'survey',
    summary: 'Tell the watcher what root alone may see, as far as checks need it; the unit calls this.',
    options: [CONFIG_OPTION, { flags: '--due', text: 'All that a check asks for; the unit calls this.' }],
    examples: ['survey --due'],
    run: async (_args, options, { stderr, signal }) => {
      if (options['due'] !== true)
        throw new ActionNeeded(
          'survey: write --due for what checks ask for; checks are run by: spoor-agent checks run NAME',
          EXIT.usage,
        )
      if (host === THIS && process.geteuid?.() !== 0)
        throw new ActionNeeded('survey: it looks at what root alone may see; run it as root.', EXIT.usage)
      // As root it takes no configuration that anybody else could change.
      const { config } = await loadConfig(configFile(options))
      const quota = new NoticeQuota(journal(stderr), elapsed, new Set())
      try {
        const checks = config.watch?.checks ?? []
        await tellSurveys({ host, checks, now: Date.now, elapsed, signal, tell: quota.tell })
        return EXIT.ok
      } finally {
        quota.close()
      }
    },
  }
}
