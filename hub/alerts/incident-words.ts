import { wordsOf } from '../../lib/event/words.ts'
import { quoted } from '../../lib/notify/shown-text.ts'
import { utcStamp } from '../../lib/time/date-and-time.ts'
import { serviceOf } from '../incidents/checked-service.ts'
import type { Incident } from '../incidents/incident.ts'
import type { ToldPart, ToldStep } from './told-incident.ts'

/**
 * What an incident is about, as the subject of all messages about it: readers of mail put those together whose subjects
 * are equal, so nothing in it may change.
 */
export function subjectOf({ kind, subjectType, subject }: Pick<Incident, 'kind' | 'subjectType' | 'subject'>): string {
  const name = quoted(subject, 120)
  if (kind === 'outage' || kind === 'expiry') return `[spoor] ${checkedIn(kind, subject)}`
  if (kind === 'blind_spot') return `[spoor] ${name} is not seen`
  if (kind === 'misuse') return `[spoor] ${name} speaks for other hosts`
  if (kind === 'overload') return `[spoor] ${name} and others have too much traffic`
  if (kind === 'compromise') return `[spoor] ${subjectType} ${name}: signs of a takeover`
  return subjectType === 'address' || subjectType === 'network'
    ? `[spoor] ${name} tries passwords`
    : `[spoor] ${subjectType} ${name}: somebody tries passwords`
}

function checkedIn(kind: 'outage' | 'expiry', subject: string): string {
  const { host, check } = serviceOf(subject) ?? { host: subject, check: 'network' }
  return `${quoted(host, 120)}: ${kind === 'expiry' ? 'certificate of ' : ''}${quoted(check, 120)}`
}

/** A step in lines: when, where, who and what; which line of which log says so, or what it follows from. */
export function stepLines({ place, from, ...step }: ToldStep): readonly string[] {
  const time = `  ${utcStamp(step.time)}  `
  return [
    `${time}${deedOf(step, place)}`,
    ...proofOf(step, '      '),
    ...from.flatMap((part) => [`      from ${utcStamp(part.time)}  ${deedOf(part)}`, ...proofOf(part, '        ')]),
  ]
}

function deedOf({ id, host, type, mailbox, ip, fields }: ToldPart, place: string | null = null): string {
  const from = ip === null ? null : `(${place === null ? ip : `${ip}, ${place}`})`
  const words = [mailbox, from, wordsOf({ ...fields, ip, id, type })].filter((word) => word !== null).join(' ')
  return `${quoted(host === '' ? 'the hub' : host)}: ${quoted(words)}`
}

function proofOf({ id, fields: { log, offset } }: ToldPart, indent: string): readonly string[] {
  return log === undefined || offset === undefined ? [] : [`${indent}${quoted(`${log}, byte ${offset}; event ${id}`)}`]
}

/** What to look at, by kind. */
export const ADVICE: Readonly<Record<Incident['kind'], readonly string[]>> = {
  compromise: [
    'Ask the owner whether it was them; if not, change the password and end all sessions.',
    'Look for forwards, filters and autoresponders that stayed behind, and remove them.',
    'Look at what was sent: see the mail queue, and whom it went to.',
    'On the server, spoor-agent line EVENT prints the very line of the log.',
  ],
  attack: [
    'Look at the logins that succeeded: these mailboxes may be in other hands.',
    'Block the address or network at your firewall if it is nobody you know.',
    'See that mailboxes that are tried have passwords of their own.',
  ],
  blind_spot: [
    'On the server, spoor-agent status says what is wrong, and spoor-agent check what to write instead.',
    'See whether the server runs, and reaches the hub.',
    'Meanwhile nothing that happens there is noticed.',
  ],
  misuse: [
    'If the server has a new name: spoor-hub agents rename.',
    'If not, somebody uses its credential: look at the server, and revoke it with spoor-hub agents revoke.',
    'What it said of other hosts is in quarantine, and counts for nothing.',
  ],
  overload: [
    'See which virtual hosts have most of it: the totals of that time say so.',
    'Who asks for so much, the access logs of these hosts say: spoor-agent traffic.',
  ],
  outage: [
    'On the server, spoor-agent checks says how all checks are, and spoor-agent checks run NAME shows each step of one.',
    'While you repair it: spoor-hub alerts snooze service HOST:CHECK, or host HOST for all of the server.',
  ],
  expiry: [
    'Renew the certificate, and have the service load it: reload or restart it.',
    'The next run of the check sees the new one, and this is over.',
  ],
}
