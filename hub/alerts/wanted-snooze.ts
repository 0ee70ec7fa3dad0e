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
  if (what === 'incident' && !/^\d{1,15}$/.test(which)) return 'which is not the number of an incident'
  if (what === 'kind' && !INCIDENT_KINDS.some((kind) => kind === which))
    return `which is none of ${INCIDENT_KINDS.join(', ')}`
  if (what === 'address' && isIP(which.replace(/\/\d{1,3}$/, '')) === 0)
    return 'which is neither an IP address nor a network'
  return undefined
}

/** What is snoozed as incidents write it: names of hosts, mailboxes and addresses in small letters. */
export function snoozedName({ what, which }: Pick<Snooze, 'what' | 'which'>): string {
  return what === 'label' || what === 'rule' ? which : which.toLowerCase()
}
