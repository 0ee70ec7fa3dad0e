import type { Command } from '../../lib/command-line/command.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { plainCell } from '../../lib/terminal/plain-cell.ts'
import { table } from '../../lib/terminal/table.ts'
import { widthOf } from '../../lib/terminal/width.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import { typedName } from '../people/person-name.ts'
import { auditLog } from '../store/ask/audit-log.ts'
import { withStore } from './command-store.ts'
import { CONFIG_OPTION, configFile } from './config-option.ts'
import { loadAsService } from './service-user.ts'
import { typedText } from './store-action.ts'

const MOST = 10_000

/** `spoor-hub audit`: who did what, when, from where. */
export const audit: Command = {
  usage: 'audit [person]',
  summary: 'Show who signed in, failed to, and changed what, the newest first.',
  options: [
    CONFIG_OPTION,
    { flags: '--limit <count>', text: 'How many lines at most; default: 50.' },
    { flags: '--json', text: 'One JSON object a line.' },
  ],
  examples: ['audit', 'audit anna --limit 10', 'audit --json'],
  run: async ([person], options, { stdout }) => {
    const limit = Number(typedText(options, 'limit', '50'))
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
      throw new ActionNeeded(`--limit: write a whole number from 1 to ${MOST}`, EXIT.usage)
    const about = person === undefined ? undefined : typedName(person)
    const config = await loadAsService(configFile(options))
    const notes = await withStore(config, (store) => store.ask(auditLog, { about, limit }))
    if (options['json'] === true) for (const note of notes) stdout.write(plainJson(note))
    else {
      const rows = notes.map(({ at, actor, action, target, address, detail }) =>
        [utc(at * 1000), actor, action, target, address, detail].map(plainCell),
      )
      const titles = ['WHEN', 'WHO', 'WHAT', 'WHOM', 'FROM', 'MORE']
      stdout.write(`${table([titles, ...rows], widthOf(stdout)).join('\n')}\n`)
    }
    return EXIT.ok
  },
}
