import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainCell } from '../../../lib/terminal/plain-cell.ts'
import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { hostsOf } from '../../store/ask/hosts-of.ts'
import { quarantinedEntries } from '../../store/ask/quarantined-entries.ts'
import { type StoreAction, typedText } from '../store-action.ts'
import { quarantineTyped } from './filter.ts'

const MOST = 1000

/** Lists entries in quarantine. */
export const listQuarantine: StoreAction = {
  usage: 'list',
  summary: 'List the entries in quarantine, the newest first.',
  options: ['--config', '--host', '--reason', '--limit', '--json'],
  run: async ({ store, options, io: { stdout } }) => {
    const limit = Number(typedText(options, 'limit', '50'))
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
      throw new ActionNeeded(`--limit: write a whole number from 1 to ${MOST}`, EXIT.usage)
    const rows = await store.ask(quarantinedEntries, { ...(await quarantineTyped(store, options)), limit })
    const hosts = new Map(await store.ask(hostsOf, [...new Set(rows.map(({ agent }) => agent))]))
    const entries = rows.map(({ agent, id, at, reason, detail, entry }) => {
      return { id, at, host: hosts.get(agent) ?? '', reason, detail, entry }
    })
    if (options['json'] === true) {
      for (const entry of entries) stdout.write(plainJson(entry))
      return
    }
    if (entries.length === 0) {
      stdout.write('There is no such entry in quarantine.\n')
      return
    }
    const cells = entries.map(({ at, host, reason, detail, entry }) => [utc(at * 1000), host, reason, detail, entry])
    const titles = ['WHEN', 'AGENT OF', 'REASON', 'WHY', 'ENTRY']
    stdout.write(`${table([titles, ...cells.map((row) => row.map(plainCell))], widthOf(stdout)).join('\n')}\n`)
  },
}
