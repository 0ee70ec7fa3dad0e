import type { EventSeverity } from '../../lib/event/severity.ts'
import { LONGEST_ADDRESS } from '../../lib/rules/concerned-mailbox.ts'
import { networkOf } from '../../lib/rules/network.ts'
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

/** The evidence that an event is: for its mailbox, for who attacks, for the host; none for most events. */
export function evidenceOf(event: HeardEvent): readonly Evidence[] {
  const { compromise, attack, blindSpot, misuse, overload } = meaningOf(event.kind) ?? {}
  const found: Evidence[] = []
  const victim = victimOf(event)
  if (compromise !== undefined && victim !== undefined)
    found.push(stepFor({ kind: 'compromise', ...victim }, compromise, event))
  const ofHost = { subjectType: 'host', subject: event.host } as const
  if (blindSpot !== undefined && event.host !== '')
    found.push(stepFor({ kind: 'blind_spot', ...ofHost }, blindSpot, event))
  if (overload !== undefined && event.host !== '') found.push(stepFor({ kind: 'overload', ...ofHost }, overload, event))
  if (misuse !== undefined && event.host !== '') found.push(stepFor({ kind: 'misuse', ...ofHost }, misuse, event))
  return attack === undefined ? found : [...found, ...attackEvidence(event, attack)]
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
  const { severity, time } = step
  return { key, part, severity, first: time, last: time, step, concerns: concernsOf(step) }
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
