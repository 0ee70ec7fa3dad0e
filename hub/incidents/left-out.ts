import { addressDomain } from '../../lib/event/address.ts'
import { digest } from '../../lib/event/digest.ts'
import { hubDefinitionOf } from '../../lib/event/hub-kinds.ts'
import { type Evidence, evidenceOf, type IncidentKey } from './evidence.ts'
import type { IncidentKind } from './incident.ts'

/**
 * So many incidents of a kind are opened within an hour by what one host alone tells. A large server has some a day,
 * and a wave of guesses from a botnet a few dozen; a credential in wrong hands invents thousands. Attacks, which
 * strangers can cause, leave those of mailboxes their own number.
 */
const MOST_OPENED = 100

/** As many checks as an agent tells of can fail at once: those of a host that looks at others, when a line breaks. */
const MOST_CHECKED = 500

/** So many are opened all the same if each is the first of its domain or account: a large server has as many. */
const MOST_FIRST = 1000

/** How many were opened within the hour: of the same domain or account, and of all others of the host. */
interface Opened {
  readonly own: number
  readonly others: number
}

/**
 * Whether one more of a domain or account is opened. It has half of what the others leave: who owns one, and makes
 * noise in it, cannot hide what happens to the rest. Who owns hundreds cannot either: a first one is opened up to
 * `MOST_FIRST` of the host, a second up to half of that, and so on.
 */
export function mayOpen({ own, others }: Opened): boolean {
  const all = own + others
  return all < MOST_FIRST / 2 ** own || (all < MOST_OPENED && own < (MOST_OPENED - others) / 2)
}

/** Whether one more is opened of what is of no domain or account, by how many of those were: strangers make them. */
export function mayOpenOfNobody(kind: IncidentKind, opened: number): boolean {
  return opened < (CHECKED_KINDS.has(kind) ? MOST_CHECKED : MOST_OPENED)
}

const CHECKED_KINDS: ReadonlySet<IncidentKind> = new Set(['outage', 'expiry'])

/** Whose share of its host's openings an incident takes: its domain, or its account after `@`; empty if nobody's. */
export function openingShare({ subjectType, subject }: Pick<IncidentKey, 'subjectType' | 'subject'>): string {
  if (subjectType === 'mailbox') return addressDomain(subject)
  return subjectType === 'account' ? `@${subject}` : ''
}

/** Those of which a host can open one only are not counted. */
const COUNTED_KINDS: ReadonlySet<IncidentKind> = new Set(['compromise', 'attack', 'outage', 'expiry'])

/** The only host that speaks for an incident; undefined if others do, too, or nobody knows, or it is not counted. */
export function onlyHost(evidence: readonly Evidence[]): string | undefined {
  const concerns = evidence.flatMap((each) => (COUNTED_KINDS.has(each.key.kind) ? each.concerns : []))
  const [only, ...others] = new Set(concerns.filter(({ type }) => type === 'host').map(({ name }) => name))
  return others.length === 0 ? only : undefined
}

/** What was left out within an hour, by now, in seconds. */
interface LeftOut {
  readonly hour: number
  readonly count: number
  readonly now: number
}

/** What is told of a host's incidents that are left out: with the first within the hour, the tenth, and so on. */
export function leftOutEvidence(host: string, of: IncidentKind, { hour, count, now }: LeftOut): readonly Evidence[] {
  if (!/^10*$/.test(`${count}`)) return []
  const kind = 'incidents_left_out'
  return evidenceOf({
    id: digest('hub', host, kind, of, `${hour}`, `${count}`),
    time: now,
    toldTime: now,
    received: now,
    kind,
    severity: hubDefinitionOf(kind).severity,
    agent: 0,
    host,
    mailbox: null,
    ip: null,
    fields: { count, since: hour },
  })
}
