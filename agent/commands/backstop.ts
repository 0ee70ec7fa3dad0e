import { join } from 'node:path'
import type { Command } from '../../lib/command-line/command.ts'
import { journal } from '../../lib/notice/journal.ts'
import { NoticeQuota } from '../../lib/notice/quota.ts'
import { elapsed } from '../../lib/system/clock.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { look } from '../backstop/backstop.ts'
import { backstopPlacesOf } from './backstop-places.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'

/** One look at the forwards and filters of this host; its unit calls it every few minutes. */
export const backstop: Command = backstopBelow('/')

/** The command for a host whose files are below `root`. */
export function backstopBelow(root: string): Command {
  return {
    usage: 'backstop',
    summary: 'Report forwards and filters that appeared since the last look, however they came.',
    options: [
      CONFIG_OPTION,
      { flags: '--dry-run', text: 'Only print what would be reported, as JSON, and change nothing.' },
    ],
    examples: ['backstop', 'backstop --dry-run'],
    run: async (_args, options, { stdout, stderr }) => {
      if (root === '/' && process.geteuid?.() !== 0)
        throw new ActionNeeded("backstop: it reads each account's files as that account; run it as root.", EXIT.usage)
      const isDry = options['dry-run'] === true
      const { inbox, record } = isDry ? {} : await backstopPlacesOf(configFile(options))
      const quota = new NoticeQuota(journal(stderr), elapsed, new Set())
      const state = join(root, 'var/lib/spoor-backstop')
      try {
        const looked = await look({ root, state, inbox, record, now: Date.now(), tell: quota.tell })
        const { accounts, domains, files, events, untold, unreadable } = looked
        if (isDry) for (const event of events) stdout.write(plainJson(event))
        else {
          const seen = `Accounts: ${accounts}, domains: ${domains}, files with forwards or filters: ${files}`
          const missing = unreadable === 0 ? '' : `; accounts that could not be read: ${unreadable}`
          stdout.write(`${seen}; appeared: ${events.length}${missing}.\n`)
        }
        return isDry || untold === 0 ? EXIT.ok : EXIT.failed
      } finally {
        quota.close()
      }
    },
  }
}
