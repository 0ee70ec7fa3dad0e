import { counted } from '../../lib/terminal/count.ts'
import { utcStamp } from '../../lib/time/date-and-time.ts'
import { localTime } from '../../lib/time/local-time.ts'
import type { AlertSubject, EventTally, ToldGroup } from './event-group.ts'
import type { ToldEvent } from './told-event.ts'

/** Whom a group concerns, at the beginning of a line. */
export function subjectTitle({ type, name }: AlertSubject): string {
  return type === 'host' ? `Server ${name}` : `${type === 'mailbox' ? 'Mailbox' : 'Address'} ${name}`
}

/** A time, in seconds, by this host's clock and in UTC. */
export function bothTimes(seconds: number): string {
  const local = localTime(seconds * 1000)
  return local.endsWith(' +0000') ? utcStamp(seconds) : `${local} (${utcStamp(seconds)})`
}

/** `12 events, critical: login_failed 10, mailbox_takeover 2`. */
export function tallyWords({ count, severity, kinds }: EventTally): string {
  const each = Object.entries(kinds)
    .toSorted(([, a], [, b]) => b - a)
    .map(([kind, number]) => `${kind} ${number}`)
  return `${counted(count, 'event')}, ${severity}: ${each.join(', ')}`
}

/** A group with its events in lines. */
export function groupLines(group: ToldGroup): readonly string[] {
  const { concerned, count, events } = group
  const left = count - events.length
  return [
    `${subjectTitle(concerned)}: ${tallyWords(group)}`,
    ...events.flatMap((event) => eventLines(event, concerned)),
    ...(left > 0
      ? [`  … and ${counted(left, 'event')} between ${bothTimes(group.since)} and ${bothTimes(group.until)}`]
      : []),
  ]
}

function eventLines(
  { id, time, words, ip, log, offset, severity }: ToldEvent,
  { type }: AlertSubject,
): readonly string[] {
  const from = ip === undefined || type === 'address' ? '' : `${ip}: `
  const isLine = log !== undefined && offset !== undefined
  return [
    `  ${bothTimes(time)}, ${severity}`,
    `    ${from}${words}`,
    isLine
      ? `    noticed in ${log}, byte ${offset}; see: spoor-agent line ${id}`
      : `    see: spoor-agent events --local --id ${id}`,
  ]
}

/** What to do first, by whom the worst group concerns. */
export const FIRST_STEPS: Readonly<Record<AlertSubject['type'], readonly [string, string, string]>> = {
  mailbox: [
    'Ask the owner whether it was them; if not, change the password and end all sessions.',
    'Look for forwards, filters and autoresponders that stayed behind, and remove them.',
    'Look at the mail queue: stop what was sent, and see whom it went to.',
  ],
  address: [
    'See which mailboxes logged in from there: these may be in other hands.',
    'Block the address at your firewall if it is nobody you know.',
    'Change the passwords of mailboxes that it got into.',
  ],
  host: [
    'On the server, spoor-agent status says what is wrong with the agent and its logs.',
    'See who changed this on the server, and whether it was meant.',
    'If a log has a gap, look into its copies for what happened meanwhile.',
  ],
}
