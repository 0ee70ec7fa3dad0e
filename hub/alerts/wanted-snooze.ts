import { isIP } from 'node:net'
import { INCIDENT_KINDS } from '../incidents/incident.ts'
import type { Snooze } from './snooze.ts'

/** The longest snooze, in seconds. */
const LONGEST = 90 * 86_400

/** Why something cannot be snoozed so, as the rest of a sentence; undefined if it can. `now` in seconds. */
export function snoozeFault(
  { what, which, until }: Pick<Snooze, 'what' | 'which' | 'until'>,
  now: number,
): string | undefined {
  if (until <= now) return 'until is not in the future'
  if (until > now + LONGEST) return 'until is more than 90 days ahead'
  if (which === '' || which.length > 255 || /\p{Cc}/u.test(which)) return 'which is empty, too long or no plain text'
  return nameFault({ what, which })
}

function nameFault({ what, which }: Pick<Snooze, 'what' | 'which'>): string | undefined {
  if (what === 'incident' && !/^\d{1,15}$/.test(which)) return 'which is not the number of an incident'
  if (what === 'kind' && !INCIDENT_KINDS.some((kind) => kind === which))
    return `which is none of ${INCIDENT_KINDS.join(', ')}`
  if (what === 'mailbox' && !/^[^\s@]+(?:@[^\s@]+)?$/.test(which))
    return 'which is neither a mail address nor an account'
  if (what === 'address' && isIP(which.replace(/\/\d{1,3}$/, '')) === 0)
    return 'which is neither an IP address nor a network'
  return undefined
}

/** What is snoozed as incidents write it: names of hosts, mailboxes and addresses in small letters. */
export function snoozedName({ what, which }: Pick<Snooze, 'what' | 'which'>): string {
  return what === 'label' || what === 'rule' ? which : which.toLowerCase()
}

/** What people can limit a snooze to. */
export const SNOOZED_KINDS = [...INCIDENT_KINDS, 'all'] as const

/**
 * The only kind of incident that a snooze holds back; null if all. Who has a server in repair knows that it is not
 * seen, and still wants to hear of a takeover there.
 */
export function snoozedKind(what: Snooze['what'], wanted: (typeof SNOOZED_KINDS)[number] | undefined): string | null {
  if (wanted === 'all') return null
  return wanted ?? (what === 'host' || what === 'label' ? 'blind_spot' : null)
}

/** What is wrong with a snooze of something that the hub does not know. */
export const UNKNOWN_SNOOZED = 'which is nothing that the hub knows: it would hold nothing back'
