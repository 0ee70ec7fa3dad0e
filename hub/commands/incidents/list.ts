import type { Options } from '../../../lib/command-line/command.ts'
import { SEVERITIES } from '../../../lib/event/severity.ts'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainCell } from '../../../lib/terminal/plain-cell.ts'
import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { utc } from '../../../lib/time/date-and-time.ts'
import { showIncident } from '../../api/incidents/incident-shape.ts'
import type { ShownIncident } from '../../contract/incident-contract.ts'
import { INCIDENT_KINDS, INCIDENT_STATES } from '../../incidents/incident.ts'
import { agentOfHost } from '../../store/ask/agent-of-host.ts'
import { foundIncidents, type IncidentFilter } from '../../store/ask/found-incidents.ts'
import { severityNumber } from '../../store/number-words.ts'
import type { Store } from '../../store/store.ts'
import { typedChoice } from '../people/typed-choice.ts'
import { type StoreAction, typedText } from '../store-action.ts'

const MOST = 1000

/** Lists incidents, newest first. */
export const listIncidents: StoreAction = {
  usage: 'list',
  summary: 'List incidents that have not ended, the newest first.',
  options: [
    '--config',
    '--state',
    '--kind',
    '--severity',
    '--host',
    '--mailbox',
    '--address',
    '--label',
    '--assignee',
    '--limit',
    '--json',
  ],
  run: async ({ store, options, io: { stdout } }) => {
    const found = (await store.ask(foundIncidents, await filterTyped(store, options))).map(showIncident)
    if (options['json'] === true) {
      for (const incident of found) stdout.write(plainJson(incident))
      return
    }
    if (found.length === 0) {
      stdout.write('There is no such incident; those that have ended: --state resolved,dismissed\n')
      return
    }
    stdout.write(`${incidentLines(found, widthOf(stdout)).join('\n')}\n`)
  },
}

/** Incidents as lines of a table. */
export function incidentLines(incidents: readonly ShownIncident[], width: number): readonly string[] {
  const rows = incidents.map(({ id, state, severity, last_step: last, assignee, sentence }) =>
    [String(id), state, severity, utc(last * 1000), assignee ?? '', sentence].map(plainCell),
  )
  return table([['ID', 'STATE', 'SEVERITY', 'LAST STEP', 'WHOSE', 'WHAT'], ...rows], width)
}

async function filterTyped(store: Store, options: Options): Promise<IncidentFilter> {
  const limit = Number(typedText(options, 'limit', '50'))
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST)
    throw new ActionNeeded(`--limit: write a whole number from 1 to ${MOST}`, EXIT.usage)
  const states = typedText(options, 'state', 'open,contained').split(',')
  const small = (name: string): Readonly<Record<string, string>> => {
    const typed = typedText(options, name, '').toLowerCase()
    return typed === '' ? {} : { [name]: typed }
  }
  const [kind, severity, label] = ['kind', 'severity', 'label'].map((name) => typedText(options, name, ''))
  return {
    states: states.map((word) => typedChoice('state', INCIDENT_STATES, word)),
    ...(kind ? { kinds: [typedChoice('kind', INCIDENT_KINDS, kind)] } : {}),
    ...(severity ? { minSeverity: severityNumber(typedChoice('severity', SEVERITIES, severity)) } : {}),
    ...(label ? { label } : {}),
    ...small('mailbox'),
    ...small('address'),
    ...small('assignee'),
    ...(await hostTyped(store, typedText(options, 'host', ''))),
    order: 'opened',
    limit,
  }
}

async function hostTyped(store: Store, host: string): Promise<Pick<IncidentFilter, 'host'>> {
  if (host === '') return {}
  const found = await store.ask(agentOfHost, { host })
  if (found === null) throw new ActionNeeded(`There is no host ${plainText(host)}; see: spoor-hub agents list`)
  return { host: [found.host, ...found.formerNames].map((name) => name.toLowerCase()) }
}
