import type { EventSeverity } from '../../lib/event/severity.ts'

/**
 * A mailbox or account in other hands; somebody who tries; a host, or something of it, that is not seen; a credential
 * that speaks for hosts that are not its own; hosts that together have too much traffic; what checks watch and is
 * not as it should be; a certificate that ends.
 */
export const INCIDENT_KINDS = ['compromise', 'attack', 'blind_spot', 'misuse', 'overload', 'outage', 'expiry'] as const

/** What an incident is. */
export type IncidentKind = (typeof INCIDENT_KINDS)[number]

/** `contained`: somebody stopped it, and looks after what it left. The last two are its ends. */
export const INCIDENT_STATES = ['open', 'contained', 'resolved', 'dismissed'] as const

/** Where an incident stands. */
export type IncidentState = (typeof INCIDENT_STATES)[number]

/** What an incident can be keyed on. */
export const SUBJECT_TYPES = ['mailbox', 'account', 'address', 'network', 'host', 'service'] as const

/** What an incident is keyed on: an account, or what a check looks at, with its host: `web1.example.com:imap`. */
export type SubjectType = (typeof SUBJECT_TYPES)[number]

/** An incident as those judge it who decide what follows: all that they may know of it. Times in seconds. */
export interface Incident {
  readonly id: number
  readonly kind: IncidentKind
  readonly subjectType: SubjectType
  readonly subject: string
  readonly state: IncidentState
  readonly severity: EventSeverity
  readonly opened: number
  readonly firstStep: number
  readonly lastStep: number
  readonly sentence: string
  readonly assignee: string | null
  /** The counts of what it concerns. Successes are the mailboxes and accounts that somebody got into. */
  readonly hosts: number
  readonly mailboxes: number
  readonly addresses: number
  readonly successes: number
  readonly steps: number
  readonly revision: number
}

/** What became of an incident in one transaction. `again`: what was over within it has begun anew. */
export type IncidentNews = 'opened' | 'grew' | 'again' | 'raised' | 'changed' | 'closed' | 'reopened'

/** A change of an incident, as alerts follow it. */
export interface IncidentChange {
  readonly news: IncidentNews
  readonly incident: Incident
  /** When, in seconds, by the clock of the hub that made it. */
  readonly at: number
}
