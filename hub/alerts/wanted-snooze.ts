import { isIP } from 'node:net'
import { serviceOf } from '../incidents/checked-service.ts'
import { INCIDENT_KINDS, type IncidentKind } from '../incidents/incident.ts'
import type { Snooze } from './snooze.ts'

/** The longest snooze, in seconds. */
const LONGEST = 90 * 86_400

/** Why something cannot be snoozed so, a sentence; undefined if it can. `now` in seconds. */
export function snoozeFault(
  { what, which, until }: Pick<Snooze, 'what' | 'which' | 'until'>,
  now: number,
): string | undefined {
  if (until <= now) return 'This time has passed: choose one to come.'
  if (until > now + LONGEST) return 'A snooze lasts 90 days at most: choose an earlier time.'
  if (which === '' || which.length > 255 || /\p{Cc}/u.test(which))
    return 'What to snooze is a name of at most 255 characters.'
  return nameFault({ what, which })
}

function nameFault({ what, which }: Pick<Snooze, 'what' | 'which'>): string | undefined {
  if (what === 'incident' && !/^\d{1,15}$/.test(which)) return 'An incident is snoozed by its number, such as 12.'
  if (what === 'kind' && !INCIDENT_KINDS.some((kind) => kind === which))
    return `The kinds of incidents are ${INCIDENT_KINDS.join(', ')}.`
  if (what === 'service' && serviceOf(which) === undefined)
    return 'A service is snoozed by its host and the name of the check, such as web1.example.com:imap.'
  if (what === 'mailbox' && !/^[^\s@]+(?:@[^\s@]+)?$/.test(which))
    return 'A mailbox is snoozed by its address, or by the name of its account.'
  if (what === 'address' && isIP(which.replace(/\/\d{1,3}$/, '')) === 0)
    return 'This is neither an IP address, such as 192.0.2.7, nor a network, such as 192.0.2.0/24.'
  return undefined
}

/** What is snoozed as incidents write it: names of hosts, services, mailboxes and addresses in small letters. */
export function snoozedName({ what, which }: Pick<Snooze, 'what' | 'which'>): string {
  return what === 'label' || what === 'rule' ? which : which.toLowerCase()
}

/** What people can limit a snooze to. */
export const SNOOZED_KINDS = [...INCIDENT_KINDS, 'all'] as const

/** What everybody knows of a server that is in repair: a takeover there is still told. */
export const REPAIR_KINDS: readonly IncidentKind[] = ['blind_spot', 'outage', 'expiry']

/** The only kinds of incidents that a snooze holds back, with commas between them; null if all. */
export function snoozedKinds(
  what: Snooze['what'],
  wanted: readonly (typeof SNOOZED_KINDS)[number][] | undefined,
): string | null {
  if (wanted?.includes('all') === true) return null
  const usual = what === 'host' || what === 'label' ? REPAIR_KINDS : undefined
  return (wanted ?? usual)?.join(',') ?? null
}

/** What is wrong with a snooze of something that the hub does not know. */
export const UNKNOWN_SNOOZED = 'The hub knows nothing of this name, so nothing is snoozed: look at how it is written.'
