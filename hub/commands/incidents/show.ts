import type { Writable } from 'node:stream'
import { journal } from '../../../lib/notice/journal.ts'
import { plainCell } from '../../../lib/terminal/plain-cell.ts'
import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { wholeOf } from '../../api/incidents/one-incident.ts'
import type { HubConfig } from '../../config/load.ts'
import type { IncidentAnswer, ShownIncident, ShownPart, ShownStep } from '../../contract/incident-contract.ts'
import { GeoPlaces } from '../../places/geo-places.ts'
import type { StoreAction } from '../store-action.ts'
import { incidentLines } from './list.ts'
import { typedIncident } from './typed-incident.ts'

/** Shows one incident. */
export const showOne: StoreAction = {
  usage: 'show <id>',
  summary: 'Show one incident: what happened, whom it concerns, what became of it.',
  options: ['--config', '--json'],
  run: async ({ store, config, words: [typed = ''], options, io: { stdout, stderr } }) => {
    const whole = await wholeOf({ store, places: await readPlaces(config, stderr) }, await typedIncident(store, typed))
    stdout.write(options['json'] === true ? plainJson(whole, 2) : asText(whole, widthOf(stdout)))
  },
}

function asText({ incident, next, steps, subjects, history, related }: IncidentAnswer, width: number): string {
  const { id, kind, state, severity, sentence, assignee, assessment } = incident
  const facts = [
    ['State', `${state}, ${severity} ${kind.replace('_', ' ')}`],
    [
      'When',
      `${utc(incident.first_step * 1000)} to ${utc(incident.last_step * 1000)}, opened ${utc(incident.opened * 1000)}`,
    ],
    ...(assessment === null ? [] : [['Assessment', assessment]]),
    ...(assignee === null ? [] : [['Whose', assignee]]),
    ...endOf(incident),
  ]
  const parts: readonly (readonly [string, readonly string[][]])[] = [
    [`Steps (${incident.steps})`, steps.flatMap(stepRows)],
    ['Concerns', subjects.map(({ type, name, last, steps: count }) => [type, name, utc(last * 1000), String(count)])],
    ['History', history.map(({ at, actor, action, detail }) => [utc(at * 1000), actor || 'the hub', action, detail])],
  ]
  const lines = [`Incident ${id}: ${plainCell(sentence)}`, '', ...table(facts.map(plain), width)]
  if (next.length > 0) lines.push('', 'What to do next', ...todoLines(next, width))
  for (const [title, rows] of parts)
    if (rows.length > 0) lines.push('', title, ...table(rows.map(plain), width).map((line) => `  ${line}`))
  if (related.length > 0) lines.push('', 'Related', ...incidentLines(related, width).map((line) => `  ${line}`))
  return `${lines.join('\n')}\n`
}

function endOf({ closed, closed_by: by, reason }: ShownIncident): string[][] {
  if (closed === null) return []
  const why = reason === null || reason === '' ? '' : `: ${reason}`
  return [['Closed', `${utc(closed * 1000)} by ${by === null || by === '' ? 'the hub' : by}${why}`]]
}

/** All that is to be done, then what helps with it: commands and texts stand on lines of their own, to be copied. */
function todoLines(next: IncidentAnswer['next'], width: number): readonly string[] {
  const lines = table(next.map(todoRow).map(plain), width).map((line) => `  ${line}`)
  for (const todo of next.filter(({ done }) => done === null)) {
    const help = [...todo.commands, ...(todo.notice?.en.trimEnd().split('\n') ?? [])]
    if (help.length > 0)
      lines.push('', `  ${plainCell(titleOf(todo))}:`, ...help.map((line) => `    ${plainText(line)}`))
  }
  return lines.map((line) => line.trimEnd())
}

function titleOf({ what, of }: IncidentAnswer['next'][number]): string {
  return of === '' ? what : `${what} ${of}`
}

function todoRow(todo: IncidentAnswer['next'][number]): string[] {
  const { where, done } = todo
  return [done === null ? '' : done.seen ? 'seen done' : 'done', titleOf(todo), where]
}

/** A step, and below it what it follows from. */
function stepRows(step: ShownStep): string[][] {
  const row = lineRow(step, step.place)
  const ahead = step.clock_ahead === undefined ? '' : ' (clock ahead)'
  return [
    row.with(0, `${row[0]}${ahead}`),
    ...step.from.map((part) => lineRow(part).with(0, `  of ${utc(part.time * 1000)}`)),
  ]
}

/** What happened, with its line, and the event that `spoor-agent line` takes on its host; the hub itself has none. */
function lineRow(part: ShownPart, place: string | null = null): string[] {
  const { event, time, host, mailbox_address: mailbox, ip, words, log, offset } = part
  const line = log === null ? '' : `${log}${offset === null ? '' : ` at ${offset}`}`
  const from = place === null ? (ip ?? '') : `${ip}, ${place}`
  return [utc(time * 1000), host ?? 'the hub', mailbox ?? '', from, words, host === null ? '' : event, line]
}

/** The databases that are configured; one that cannot be used is said, and the rest is shown without it. */
async function readPlaces({ places: files }: HubConfig, stderr: Writable): Promise<GeoPlaces> {
  const tell = journal(stderr)
  const places = new GeoPlaces((told) => void (told.severity === 'error' && tell(told)))
  await places.renew(files)
  return places
}

function plain(row: readonly string[]): string[] {
  return row.map(plainCell)
}
