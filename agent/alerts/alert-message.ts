import { hash } from 'node:crypto'
import type { Importance, Message } from '../../lib/notify/message.ts'
import { quoted } from '../../lib/notify/shown-text.ts'
import { counted } from '../../lib/terminal/count.ts'
import type { AlertConfig, MessageAlert } from '../config/alerts/alert-config.ts'
import { bothTimes, FIRST_STEPS, groupLines, tallyWords, subjectTitle } from './alert-words.ts'
import type { DigestContent } from './digest.ts'
import { type ToldGroup, rankOf } from './event-group.ts'
import { alertFilterWords, paceWords } from './filter-words.ts'

/** So many characters of the text are about events in full; the groups behind have a line each. */
const LONGEST_DETAILS = 40_000

/** What makes a message besides what is told. */
export interface AlertParts<A extends AlertConfig = AlertConfig> {
  readonly alert: A
  /** This host's name. */
  readonly host: string
  /** In milliseconds since the epoch. */
  readonly time: number
}

/** The message about what an alert holds. Its id is the same for the same events. */
export function alertMessage(told: DigestContent, { alert, host, time }: AlertParts<MessageAlert>): Message {
  const { name } = alert
  const server = quoted(host, 120)
  const [only, ...further] = told.groups
  const single = further.length === 0 && told.others === undefined ? only?.concerned : undefined
  const about = single === undefined ? `alert-${name}` : `${single.type}-${single.name}`
  return {
    id: hash('sha256', `${name} ${host} ${told.digest}`).slice(0, 40),
    thread: `agent-${host}-${about}`,
    time,
    importance: importanceOf(told),
    subject: subjectOf(single, server),
    text: textOf(told, alert, server),
    data: { reason: 'alert', alert: name, host: server, ...told.all, groups: told.groups, others: told.others ?? null },
  }
}

/** Readers of mail put those together whose subjects are equal, so nothing in it may change. */
function subjectOf(single: ToldGroup['concerned'] | undefined, host: string): string {
  if (single === undefined) return `[spoor] ${host}: several mailboxes or addresses`
  const { type, name } = single
  if (type === 'host') return `[spoor] ${host}`
  return `[spoor] ${type} ${quoted(name, 120)} on ${host}`
}

function importanceOf({ all: { severity } }: DigestContent): Importance {
  return rankOf(severity) >= rankOf('high') ? 'high' : rankOf(severity) >= rankOf('medium') ? 'normal' : 'low'
}

function textOf(told: DigestContent, alert: MessageAlert, host: string): string {
  const { all, groups, others } = told
  const [worst] = groups
  const event = worst?.events.find(({ severity }) => severity === worst.severity)
  const lead = worst === undefined || event === undefined ? '' : `: ${subjectTitle(worst.concerned)} ${event.words}`
  const paragraphs = [
    [
      `${all.severity.toUpperCase()} on ${host}${lead}`,
      `${counted(all.count, 'event')} from ${bothTimes(all.since)} to ${bothTimes(all.until)}`,
    ],
    ...detailsOf(groups),
    ...(others === undefined ? [] : [[`Others, which are too many to be named: ${tallyWords(others)}`]]),
    [
      'What to do now:',
      ...FIRST_STEPS[worst?.concerned.type ?? 'host'].map((line, index) => `  ${index + 1}. ${line}`),
    ],
    [
      `You are told by the alert ${alert.name} of spoor-agent on ${host}: ${alertFilterWords(alert)}; ${paceWords(alert)}.`,
      `To change that: ${alert.option} in /etc/spoor/spoor.yml or conf.d, then systemctl reload spoor-agent-transmitter. All alerts: spoor-agent alerts`,
    ],
  ]
  return paragraphs.map((lines) => lines.join('\n')).join('\n\n')
}

function detailsOf(groups: readonly ToldGroup[]): readonly (readonly string[])[] {
  const paragraphs: string[][] = []
  const short: string[] = []
  let length = 0
  for (const group of groups) {
    const lines = groupLines(group)
    length += lines.join('\n').length
    if (length <= LONGEST_DETAILS) paragraphs.push([...lines])
    else short.push(`${subjectTitle(group.concerned)}: ${tallyWords(group)}`)
  }
  return short.length === 0 ? paragraphs : [...paragraphs, short]
}

/** The message that tries an alert. */
export function testMessage({ alert, host, time }: AlertParts): Message {
  const server = quoted(host, 120)
  return {
    id: hash('sha256', `test ${alert.name} ${host} ${time}`).slice(0, 40),
    thread: `agent-${host}-test`,
    time,
    importance: 'normal',
    subject: `[spoor] Test of ${alert.name} on ${server}`,
    text: `This is a test of the alert ${alert.name} of spoor-agent on ${server}: somebody typed spoor-agent alerts test. Nothing happened.`,
    data: { reason: 'test', alert: alert.name, host: server },
  }
}
