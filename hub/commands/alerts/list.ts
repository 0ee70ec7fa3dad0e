import { widthOf } from '../../../lib/terminal/width.ts'
import { wrap } from '../../../lib/terminal/wrap.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { showAlert } from '../../api/alerts/alert-shape.ts'
import type { ShownAlert } from '../../contract/alert-contract.ts'
import { foundAlerts } from '../../store/ask/found-alerts.ts'
import { type StoreAction, typedText } from '../store-action.ts'
import { typedCount } from './typed-count.ts'

const MOST = 1000

/** Lists messages with their receipts, the newest first. */
export const listAlerts: StoreAction = {
  usage: 'list',
  summary: 'List messages with their receipts, the newest first.',
  options: ['--config', '--rule', '--channel', '--state', '--incident', '--limit', '--json'],
  run: async ({ store, options, io: { stdout } }) => {
    const typed = (name: string): string | undefined =>
      options[name] === undefined ? undefined : typedText(options, name, '')
    const filter = {
      rule: typed('rule'),
      channel: typed('channel'),
      state: typed('state'),
      incident: typed('incident') === undefined ? undefined : typedCount('incident', typed('incident')),
      limit: typedCount('limit', typedText(options, 'limit', '50'), MOST),
    }
    const alerts = (await store.ask(foundAlerts, filter)).map(showAlert)
    if (options['json'] === true) for (const alert of alerts) stdout.write(plainJson(alert))
    else if (alerts.length === 0) stdout.write('No message was made that fits.\n')
    else for (const line of alerts.flatMap(alertLines)) stdout.write(`${wrap(line, widthOf(stdout))}\n`)
  },
}

/** A message and what became of it, in lines. */
export function alertLines({
  id,
  made,
  rule,
  reason,
  incidents,
  incident_count: count,
  subject,
  receipts,
  acknowledged,
}: ShownAlert): string[] {
  const about = count === 0 ? '' : count === 1 ? `, incident ${incidents[0]}` : `, ${count} incidents`
  const by = rule === '' ? '' : ` by rule ${rule}`
  return [
    plainText(`${id}  ${utc(made * 1000)}  ${reason}${by}${about}: ${subject}`),
    ...receipts.map(({ words }) => `    ${words}`),
    ...acknowledged.map((each) =>
      plainText(`    ${each.by} takes care of incident ${each.incident} since ${utc(each.at * 1000)}`),
    ),
  ]
}
