import { SEVERITIES } from '../../lib/event/severity.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { dateAndTime } from '../../lib/time/date-and-time.ts'
import type { Incident, IncidentKind } from '../incidents/incident.ts'
import type { AlertRule } from './alert-rule.ts'
import { holdsKind, type Snooze } from './snooze.ts'

/** What an incident concerns, as rules and snoozes ask: of each type enough names to say if all are snoozed. */
export interface Concerned {
  readonly labels: readonly string[]
  readonly hosts: readonly string[]
  /** The check that it is about, with its host. */
  readonly services: readonly string[]
  readonly mailboxes: readonly string[]
  readonly addresses: readonly string[]
}

/** Why a rule does not tell an incident now. */
export interface Obstacle {
  readonly why: 'severity' | 'kind' | 'label' | 'snooze'
  /** One sentence. */
  readonly sentence: string
  /** When it ends by itself, in seconds; absent if it lasts. */
  readonly until?: number
}

/** Why a rule does not tell an incident; undefined if nothing is in the way. `snoozes` are those in force. */
export function whyNot(
  rule: AlertRule,
  incident: Incident,
  concerned: Concerned,
  snoozes: readonly Snooze[],
): Obstacle | undefined {
  return mismatch(rule, incident, concerned) ?? held(rule, incident, concerned, snoozes)
}

const ONE: Readonly<Record<IncidentKind, string>> = {
  compromise: 'a compromise',
  attack: 'an attack',
  blind_spot: 'a blind spot',
  misuse: 'misuse',
  overload: 'an overload',
  outage: 'an outage',
  expiry: 'an expiring certificate',
}

const MANY: Readonly<Record<IncidentKind, string>> = {
  compromise: 'compromises',
  attack: 'attacks',
  blind_spot: 'blind spots',
  misuse: 'misuse',
  overload: 'overloads',
  outage: 'outages',
  expiry: 'expiring certificates',
}

function mismatch({ severity, kinds, labels }: AlertRule, incident: Incident, its: Concerned): Obstacle | undefined {
  if (SEVERITIES.indexOf(incident.severity) < SEVERITIES.indexOf(severity))
    return {
      why: 'severity',
      sentence: `Its severity is ${incident.severity}, and the rule tells ${severity} and above.`,
    }
  if (kinds !== undefined && !kinds.includes(incident.kind))
    return {
      why: 'kind',
      sentence: `It is ${ONE[incident.kind]}, and the rule tells only of ${kinds.map((kind) => MANY[kind]).join(', ')}.`,
    }
  if (labels !== undefined && !its.labels.some((label) => labels.includes(label)))
    return { why: 'label', sentence: plainText(`It concerns no server with the label ${labels.join(' or ')}.`) }
  return undefined
}

/** A snooze counts if all that the incident concerns of its type is snoozed: of two hosts one can be in repair. */
function held(
  rule: AlertRule,
  incident: Incident,
  { hosts, services, labels, mailboxes, addresses }: Concerned,
  snoozes: readonly Snooze[],
): Obstacle | undefined {
  const names = {
    rule: [rule.name],
    incident: [String(incident.id)],
    kind: [incident.kind],
    host: hosts,
    service: services,
    label: labels,
    mailbox: mailboxes,
    address: addresses,
  }
  const meant = snoozes.filter((snooze) => holdsKind(snooze, incident.kind))
  const over = Object.entries(names).flatMap(([what, all]) => {
    const each = all.map((name) => latest(meant.filter((snooze) => snooze.what === what && snooze.which === name)))
    const known = each.filter((snooze) => snooze !== undefined)
    return each.length > 0 && known.length === each.length ? [known.toSorted(byEnd)[0]] : []
  })
  const snooze = latest(over.filter((each) => each !== undefined))
  if (snooze === undefined) return undefined
  const { id, who, until, reason, what, which } = snooze
  const why = reason === '' ? '' : ` (${reason})`
  const sentence = `${who} snoozed the ${what} ${which} until ${dateAndTime(until * 1000)} UTC${why}; snooze ${id}.`
  return { why: 'snooze', sentence: plainText(sentence), until }
}

function latest(snoozes: readonly Snooze[]): Snooze | undefined {
  return snoozes.toSorted(byEnd).at(-1)
}

function byEnd(a: Snooze, b: Snooze): number {
  return a.until - b.until
}
