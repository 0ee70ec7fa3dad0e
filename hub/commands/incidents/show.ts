import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { wholeOf } from '../../api/incidents/one-incident.ts'
import type { IncidentAnswer } from '../../contract/incident-contract.ts'
import type { StoreAction } from '../store-action.ts'
import { incidentLines } from './list.ts'
import { typedIncident } from './typed-incident.ts'

/** Shows one incident. */
export const showOne: StoreAction = {
  usage: 'show <id>',
  summary: 'Show one incident: what happened, whom it concerns, what became of it.',
  options: ['--config', '--json'],
  run: async ({ store, words: [typed = ''], options, io: { stdout } }) => {
    const whole = await wholeOf({ store }, await typedIncident(store, typed))
    stdout.write(options['json'] === true ? plainJson(whole, 2) : asText(whole, widthOf(stdout)))
  },
}

function asText({ incident, steps, subjects, history, related }: IncidentAnswer, width: number): string {
  const { id, kind, state, severity, sentence, assignee, assessment, reason } = incident
  const facts = [
    ['State', `${state}, ${severity} ${kind.replace('_', ' ')}`],
    [
      'When',
      `${utc(incident.first_step * 1000)} to ${utc(incident.last_step * 1000)}, opened ${utc(incident.opened * 1000)}`,
    ],
    ...(assessment === null ? [] : [['Assessment', assessment]]),
    ...(assignee === null ? [] : [['Whose', assignee]]),
    ...(reason === null
      ? []
      : [['Closed', `${reason} (${incident.closed_by === '' ? 'by the hub' : incident.closed_by})`]]),
  ]
  const parts: readonly (readonly [string, readonly string[][]])[] = [
    [`Steps (${incident.steps})`, steps.map(stepRow)],
    ['Concerns', subjects.map(({ type, name, last, steps: count }) => [type, name, utc(last * 1000), String(count)])],
    ['History', history.map(({ at, actor, action, detail }) => [utc(at * 1000), actor || 'the hub', action, detail])],
  ]
  const lines = [`Incident ${id}: ${plainText(sentence)}`, '', ...table(facts.map(plain), width)]
  for (const [title, rows] of parts)
    if (rows.length > 0) lines.push('', title, ...table(rows.map(plain), width).map((line) => `  ${line}`))
  if (related.length > 0) lines.push('', 'Related', ...incidentLines(related, width).map((line) => `  ${line}`))
  return `${lines.join('\n')}\n`
}

/** A step with its line, and the event that `spoor-agent line` takes on its host: what the hub concluded has none. */
function stepRow({
  event,
  time,
  clock_ahead: ahead,
  host,
  mailbox_address: mailbox,
  ip,
  words,
  log,
  offset,
}: IncidentAnswer['steps'][number]): string[] {
  const line = log === null ? '' : `${log}${offset === null ? '' : ` at ${offset}`}`
  const when = `${utc(time * 1000)}${ahead === undefined ? '' : ' (clock ahead)'}`
  return [when, host ?? 'the hub', mailbox ?? '', ip ?? '', words, host === null ? '' : event, line]
}

function plain(row: readonly string[]): string[] {
  return row.map(plainText)
}
