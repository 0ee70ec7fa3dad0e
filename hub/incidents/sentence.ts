import { wordsOf } from '../../lib/event/words.ts'
import { counted } from '../../lib/terminal/count.ts'
import { checkSentence, recoverySentence } from './check-sentence.ts'
import type { HeardEvent } from './heard-event.ts'
import type { Incident } from './incident.ts'

/** So many of a type are noted by name, and counted. */
export const MOST_SUBJECTS = 10_000

type Attack = Pick<Incident, 'subject' | 'subjectType' | 'hosts' | 'mailboxes' | 'addresses' | 'successes'>

/** `203.0.113.7 tries passwords: 14 hosts, 212 mailboxes, 3 successes.` */
export function attackSentence({ subject, subjectType, hosts, mailboxes, addresses, successes }: Attack): string {
  const isOfVictim = subjectType === 'mailbox' || subjectType === 'account'
  const counts = [
    many(hosts, 'host', 'hosts'),
    ...(isOfVictim ? [] : [many(mailboxes, 'mailbox', 'mailboxes')]),
    ...(subjectType === 'address' ? [] : [many(addresses, 'address', 'addresses')]),
    successes === 0 ? 'no success' : many(successes, 'success', 'successes'),
  ]
  const who = isOfVictim ? `Somebody tries passwords of ${subject}` : `${subject} tries passwords`
  return `${who}: ${counts.join(', ')}.`
}

function many(count: number, one: string, more: string): string {
  return `${count >= MOST_SUBJECTS ? 'at least ' : ''}${counted(count, one, more)}`
}

type About = Pick<Incident, 'kind' | 'subject'>

/** `ann@example.com was probably taken over. Somebody logged in from a new place, then …` */
export function stepSentence({ kind, subject }: About, step: HeardEvent): string {
  if (kind === 'outage' || kind === 'expiry') return checkSentence(subject, step)
  const sentence = `${subject} ${stepWords(step)}`
  return sentence.endsWith('.') ? sentence : `${sentence}.`
}

/** A step in the words of the catalogue. */
export function stepWords({ id, kind, fields, ip }: Pick<HeardEvent, 'id' | 'kind' | 'fields' | 'ip'>): string {
  return wordsOf({ ...fields, ip, type: kind, id })
}

/** Why an incident ends with a step that says that what it was about is as it should be. */
export function endSentence({ kind, subject }: About, step: HeardEvent): string {
  if (kind === 'outage' || kind === 'expiry') return recoverySentence(subject, step)
  return kind === 'overload' ? 'No rule finds too much any more.' : `All of ${subject} is seen again.`
}
