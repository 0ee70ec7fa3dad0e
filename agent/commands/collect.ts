import { once } from 'node:events'
import type { Command } from '../../lib/command-line/command.ts'
import { type Entry, project } from '../../lib/event/entry.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { dryRun } from '../collect/dry-run.ts'
import { ReadOnce } from '../collect/read-once.ts'
import { COLLECTOR } from '../roles/roles.ts'
import { roleCommand } from './role.ts'
import { serviceCommand } from './service.ts'

const service = roleCommand(COLLECTOR)

/** Runs the collector, or prints what it would seal. */
export const collect: Command = {
  ...service,
  options: [
    ...service.options,
    {
      flags: '--dry-run',
      text: 'Print what would be sealed, one JSON object per line, and write nothing; safe beside a running collector.',
    },
  ],
  examples: [...service.examples, 'collect --dry-run'],
  run: (args, options, io) => {
    if (options['dry-run'] !== true) return service.run(args, options, io)
    const print = async (entry: Entry): Promise<void> => {
      if (io.stdout.write(plainJson(project(entry)))) return
      // Once stopped, the reader of the output may be gone.
      await once(io.stdout, 'drain', { signal: io.signal }).catch(() => undefined)
    }
    const dry = serviceCommand({ usage: COLLECTOR.command, summary: COLLECTOR.summary }, async () => [
      async (config) => (round) => dryRun(config, print, round.tell, round.signal, round.once && new ReadOnce()),
    ])
    return dry.run(args, options, io)
  },
}
