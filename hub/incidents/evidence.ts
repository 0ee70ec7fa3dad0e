import type { EventSeverity } from '../../lib/event/severity.ts'
import { LONGEST_ADDRESS } from '../../lib/rules/concerned-mailbox.ts'
import { networkOf } from '../../lib/rules/network.ts'
import { serviceSubject } from './checked-service.ts'
import type { HeardEvent } from './heard-event.ts'
import type { IncidentKind, SubjectType } from './incident.ts'
import { isAbove } from './life-cycle.ts'
import { type Meaning, type Part, meaningOf } from './meaning.ts'

/** What an incident is keyed on: of one key, one incident is open at a time. */
export interface IncidentKey {
  readonly kind: IncidentKind
  readonly subjectType: SubjectType
  readonly subject: string
}

/** How often an incident concerns a host, a mailbox, an address; times in seconds. */
export interface Concern {
  readonly type: SubjectType
  readonly name: string
  readonly first: number
  readonly last: number
  readonly steps: number
  /** How many of these are logins that succeeded. */
  readonly successes: number
}

/** What an event, or many that are only counted, says about one incident. */
export interface Evidence {
  readonly key: IncidentKey
  readonly part: Part
  /** What the incident matters at least; `info` for what is only counted. */
  readonly severity: EventSeverity
  readonly first: number
  readonly last: number
  /** The event that becomes a step; null for what is only counted. */
  readonly step: HeardEvent | null
  readonly concerns: readonly Concern[]
}

/**
 * The evidence that an event is: for its mailbox, for who attacks, for the host, for what a check looks at; none for
 * most events.
 */
export function evidenceOf(event: HeardEvent): readonly Evidence[] {
  const { compromise, attack, blindSpot, misuse, overload, outage, expiry } = meaningOf(event.kind) ?? {}
  const host = event.host === '' ? undefined : ({ subjectType: 'host', subject: event.host } as const)
  const checked = checkedBy(event) ?? host
  return [
    ...stepIf('compromise', victimOf(event), compromise, event),
    ...stepIf('blind_spot', host, blindSpot, event),
    ...stepIf('overload', host, overload, event),
    ...stepIf('misuse', host, misuse, event),
    ...stepIf('outage', checked, outage, event),
    ...stepIf('expiry', checked, expiry, event),
    ...(attack === undefined ? [] : attackEvidence(event, attack)),
  ]
}

function stepIf(
  kind: IncidentKind,
  whom: Whom | undefined,
  part: Part | undefined,
  event: HeardEvent,
): readonly Evidence[] {
  return whom === undefined || part === undefined ? [] : [stepFor({ kind, ...whom }, part, event)]
}

/** What a check looks at; undefined if the event is of none, as that a host has no network. */
function checkedBy({ host, fields: { check } }: HeardEvent): Whom | undefined {
  if (host === '' || typeof check !== 'string' || check === '') return undefined
  return { subjectType: 'service', subject: serviceSubject({ host, check }) }
}

function attackEvidence(event: HeardEvent, attack: NonNullable<Meaning['attack']>): readonly Evidence[] {
  if (attack === 'succeeds' && !isSuccess(event)) return []
  const whose = attack === 'opens' ? attackerOf(event) : attackersOf(event)
  return whose.map((one) => {
    const key = { kind: 'attack', ...one } as const
    if (attack === 'counted') return countedFor(key, event)
    return attackStep(key, attack === 'opens' ? 'opens' : 'joins', event)
  })
}

function attackStep(key: IncidentKey, part: Part, event: HeardEvent): Evidence {
  const step = stepFor(key, part, event)
  const most = MOST_OF_ATTACK[key.subjectType]
  return isAbove(step.severity, most) ? { ...step, severity: most } : step
}

/**
 * What the attack led to is told by the compromise of each mailbox, so one takeover is critical once. A mailbox that is
 * tried from many networks has one compromise at most, which says all that matters more.
 */
const MOST_OF_ATTACK: Readonly<Record<SubjectType, EventSeverity>> = {
  address: 'high',
  network: 'high',
  host: 'high',
  mailbox: 'medium',
  account: 'medium',
  service: 'high',
}

/** Whether somebody got in. A session opened in another way follows from a login that is told, too. */
export function isSuccess({ kind, fields }: Pick<HeardEvent, 'kind' | 'fields'>): boolean {
  return (
    kind === 'login' ||
    kind === 'login_after_burst' ||
    (kind === 'session_opened' && fields['session_method'] === 'login')
  )
}

type Whom = Pick<IncidentKey, 'subjectType' | 'subject'>

/**
 * The mailbox that an event concerns, which an account that changes it names; or the account with its host, as the name
 * of an account says nothing elsewhere: `web1.example.com:shop`.
 */
export function victimOf({ mailbox, host, fields }: Pick<HeardEvent, 'mailbox' | 'host' | 'fields'>): Whom | undefined {
  const named = fields['named_user']
  const isNamed = mailbox?.includes('@') !== true && typeof named === 'string' && named.includes('@')
  const name = isNamed ? named.toLowerCase() : mailbox
  if (name === null || name === '' || name.length > LONGEST_ADDRESS) return undefined
  if (name.includes('@')) return { subjectType: 'mailbox', subject: name }
  return { subjectType: 'account', subject: host === '' ? name : `${host}:${name}` }
}

/** Whom a burst of failed logins comes from; its mailbox if that is from many networks. */
function attackerOf(event: HeardEvent): readonly Whom[] {
  const { network } = event.fields
  if (event.ip !== null) return [{ subjectType: 'address', subject: event.ip }]
  if (typeof network === 'string') return [{ subjectType: 'network', subject: network }]
  const victim = victimOf(event)
  return victim === undefined ? [] : [victim]
}

/**
 * Whose attack an attempt can belong to. Of a login that succeeds nobody knows whether it is the owner's: only what
 * rules conclude belongs to the attack on a mailbox from many networks.
 */
function attackersOf(event: HeardEvent): readonly Whom[] {
  const network = event.ip === null ? undefined : networkOf(event.ip)
  const isItsOwn = isSuccess(event) && event.kind !== 'login_after_burst'
  const victim = isItsOwn ? undefined : victimOf(event)
  return [
    ...(event.ip === null ? [] : [{ subjectType: 'address', subject: event.ip } as const]),
    ...(network === undefined ? [] : [{ subjectType: 'network', subject: network } as const]),
    ...(victim === undefined ? [] : [victim]),
  ]
}

/** An event as a step of an incident. */
export function stepFor(key: IncidentKey, part: Part, step: HeardEvent): Evidence {
  const { time } = step
  return { key, part, severity: weightOf(step), first: time, last: time, step, concerns: concernsOf(step) }
}

/** So many days before its end a certificate that nobody renewed matters as much as what is down. */
const URGENT_DAYS = 7

/** How much a step matters: its severity, but that of what must be done soon. */
function weightOf({ kind, severity, fields: { days_left: days } }: HeardEvent): EventSeverity {
  const isUrgent = kind === 'certificate_expires' && typeof days === 'number' && days <= URGENT_DAYS
  return isUrgent && isAbove('high', severity) ? 'high' : severity
}

function countedFor(key: IncidentKey, event: HeardEvent): Evidence {
  return { ...stepFor(key, 'joins', event), severity: 'info', step: null }
}

/** The host, the mailbox or account, and the address that an event concerns. */
function concernsOf(event: HeardEvent): readonly Concern[] {
  const { time, host, ip } = event
  const victim = victimOf(event)
  const names: readonly (readonly [SubjectType, string])[] = [
    ...(host === '' ? [] : [['host', host] as const]),
    ...(victim === undefined ? [] : [[victim.subjectType, victim.subject] as const]),
    ...(ip === null ? [] : [['address', ip] as const]),
  ]
  const successes = isSuccess(event) ? 1 : 0
  return names.map(([type, name]) => ({ type, name, first: time, last: time, steps: 1, successes }))
}
