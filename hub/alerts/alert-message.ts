import { SEVERITIES } from '../../lib/event/severity.ts'
import type { Importance, Message } from '../../lib/notify/message.ts'
import { quoted } from '../../lib/notify/shown-text.ts'
import { counted } from '../../lib/terminal/count.ts'
import { utcStamp } from '../../lib/time/date-and-time.ts'
import { incidentForPrograms } from '../incidents/incident-for-programs.ts'
import type { Incident } from '../incidents/incident.ts'
import type { AlertReason } from './alert-thread.ts'
import { ADVICE, stepLines, subjectOf } from './incident-words.ts'
import { MOST_SHOWN, type ToldIncident } from './told-incident.ts'

/** What makes a message besides the incident. */
export interface MessageParts {
  /** Names the message in all tries. */
  readonly id: string
  /** In milliseconds since the epoch. */
  readonly time: number
  readonly rule: string
  readonly reason: AlertReason
}

/** The message about an incident, for people and for programs. */
export function alertMessage(told: ToldIncident, { id, time, rule, reason }: MessageParts): Message {
  const { incident, steps, link } = told
  return {
    id,
    // Numbers alone begin again in another store.
    thread: `incident-${incident.id}-${incident.opened}`,
    time,
    importance: importanceOf(incident),
    subject: subjectOf(incident),
    text: textOf(told, rule, reason),
    data: { rule, reason, incident: { ...incidentForPrograms(incident), link }, steps },
  }
}

/** How much a message about an incident wants to be seen. */
export function importanceOf({ severity, state }: Pick<Incident, 'severity' | 'state'>): Importance {
  if (state === 'resolved' || state === 'dismissed') return 'normal'
  const rank = SEVERITIES.indexOf(severity)
  return rank >= SEVERITIES.indexOf('high') ? 'high' : rank >= SEVERITIES.indexOf('medium') ? 'normal' : 'low'
}

function textOf(told: ToldIncident, rule: string, reason: AlertReason): string {
  const { incident, ending, link } = told
  const paragraphs = [
    [`${LEADS[reason](incident)}${quoted(factOf(told))}`],
    [
      `Severity:  ${incident.severity}`,
      `State:     ${stateOf(told)}`,
      `Since:     ${utcStamp(incident.firstStep)}; last step ${utcStamp(incident.lastStep)}`,
      ...concernedBy(told),
    ],
    stepsOf(told),
    ...(ending === null ? [['What to look at:', ...ADVICE[incident.kind].map((line) => `  - ${line}`)]] : []),
    ...(link === null ? [] : [[link]]),
    [
      `All of it: spoor-hub incidents show ${incident.id}`,
      `Why you are told, by the rule ${rule}, and who else: spoor-hub alerts why ${incident.id}`,
    ],
  ]
  return paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')
}

/** What is so now: of what a check found, once it is over by itself, how it ended. */
function factOf({ incident: { kind, sentence }, ending }: ToldIncident): string {
  const isRecovered = (kind === 'outage' || kind === 'expiry') && ending?.by === '' && ending.reason !== ''
  return isRecovered ? ending.reason : sentence
}

const LEADS: Readonly<Record<AlertReason, (incident: Incident) => string>> = {
  opened: () => '',
  changed: () => 'More has happened. ',
  raised: ({ severity }) => `It is ${severity} now. `,
  reopened: () => 'It is open again. ',
  recovered: () => 'It is over. ',
  reminder: () => 'Nobody takes care of it yet. ',
  digest: () => '',
  joined: () => '',
  test: () => '',
}

function stateOf({ incident: { state, assignee }, ending }: ToldIncident): string {
  const owner = assignee === null ? '' : `; ${quoted(assignee)} takes care`
  if (ending === null) return `${state}${owner}`
  const by = ending.by === '' ? 'by itself' : `by ${quoted(ending.by)}`
  return `${state} ${by} at ${utcStamp(ending.at)}${ending.reason === '' ? '' : `: ${quoted(ending.reason)}`}`
}

function concernedBy({ incident, hosts, mailboxes, addresses }: ToldIncident): readonly string[] {
  const rows = [
    ['Hosts:    ', incident.hosts, hosts],
    ['Mailboxes:', incident.mailboxes, mailboxes],
    ['Addresses:', incident.addresses, addresses],
  ] as const
  return rows.flatMap(([title, count, names]) => {
    if (names.length === 0) return []
    const more = count - names.length
    return [`${title} ${names.map((name) => quoted(name)).join(', ')}${more > 0 ? ` and ${more} more` : ''}`]
  })
}

/** The first and the last steps, and how many are between them. */
function stepsOf({ incident, steps }: ToldIncident): readonly string[] {
  if (steps.length === 0) return []
  const left = incident.steps - steps.length
  const [before, after] = left > 0 ? [steps.slice(0, MOST_SHOWN), steps.slice(MOST_SHOWN)] : [steps, []]
  const gap = left > 0 ? [`  … ${counted(left, 'further step')}`] : []
  return ['What happened:', ...before.flatMap(stepLines), ...gap, ...after.flatMap(stepLines)]
}
