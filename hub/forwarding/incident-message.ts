import { hostname } from 'node:os'
import { plainText } from '../../lib/text/plain-text.ts'
import { commonPairs, type EcsPairs, ecsDocument } from '../api/ecs/ecs-event.ts'
import { namesFor } from '../api/ecs/ecs-names.ts'
import type { ForwardTarget } from '../config/forward-schema.ts'
import { serviceOf } from '../incidents/checked-service.ts'
import type { ChangedIncident } from '../store/ask/changed-incidents.ts'
import { severityWord } from '../store/number-words.ts'
import { fittingJson, fittingText } from './fitting-text.ts'
import { LONGEST_TEXT, type SyslogMessage } from './syslog-message.ts'

/** A change of an incident as a message. */
export function incidentMessage(changed: ChangedIncident, format: ForwardTarget['format']): SyslogMessage {
  const { change, incident } = changed
  const severity = severityWord(incident.severity)
  const id = `incident.${incident.id}.${change.id}`
  // Of one that was opened or raised, it is the sentence.
  const why = change.detail === '' || change.detail === incident.sentence ? '' : ` (${change.detail})`
  const sentence = plainText(`Incident ${incident.id} ${change.action}${why}: ${incident.sentence}`)
  const pairs = [
    ...commonPairs({ time: change.at, severity, action: `incident_${change.action}`, sorted: SORTED }),
    ['event.dataset', 'spoor.incident'],
    ['event.id', id],
    ...subjectPairs(changed),
    ...detailPairs(changed),
    ['message', sentence],
  ] as const
  const text =
    format === 'ecs' ? fittingJson(ecsDocument(pairs), LONGEST_TEXT) : fittingText(`${id} ${sentence}`, LONGEST_TEXT)
  return { time: change.at, severity, host: hostname(), kind: 'incident', text }
}

const SORTED = { kind: 'alert', category: ['intrusion_detection'], type: ['info'] } as const

/** The field of events that the subject would be in. */
const SUBJECT_FIELDS = new Map(
  Object.entries({
    mailbox: 'mailbox_address',
    account: 'mailbox_address',
    address: 'ip',
    network: 'network',
    host: 'host',
  }),
)

function subjectPairs({ incident: { subject, subject_type: type } }: ChangedIncident): EcsPairs {
  const service = type === 'service' ? serviceOf(subject) : undefined
  if (service !== undefined) return [...namedBy('host', service.host), ...namedBy('check', service.check)]
  return namedBy(SUBJECT_FIELDS.get(type) ?? type, subject).filter(
    ([name]) => name !== 'user.email' || type === 'mailbox',
  )
}

function namedBy(field: string, value: string): EcsPairs {
  return namesFor(field).map((name) => [name, name.startsWith('related.') ? [value] : value])
}

function detailPairs({ change, incident }: ChangedIncident): EcsPairs {
  const { kind, state, subject_type, hosts, mailboxes, addresses, successes, steps, assignee, assessment } = incident
  const numbers = { id: incident.id, hosts, mailboxes, addresses, successes, steps }
  const words = { kind, state, subject_type, assignee, assessment, actor: change.actor, detail: change.detail }
  return Object.entries({ ...numbers, ...words }).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [[`spoor.incident.${name}`, value] as const],
  )
}
