import type { EventSeverity } from '../../lib/event/severity.ts'
import type { AssessmentWord } from './event-contract.ts'

/** What an incident is. */
export type IncidentKindWord = 'compromise' | 'attack' | 'misuse' | 'blind_spot' | 'overload' | 'outage' | 'expiry'

/** Where an incident stands. */
export type IncidentStateWord = 'open' | 'contained' | 'resolved' | 'dismissed'

/** What an incident can be about. */
export type SubjectWord = 'mailbox' | 'account' | 'address' | 'network' | 'host' | 'service'

/** An incident as the API shows it. Times are seconds since 1970-01-01T00:00:00Z. */
export interface ShownIncident {
  readonly id: number
  readonly kind: IncidentKindWord
  readonly subject_type: SubjectWord
  /** What it is about, in small letters. */
  readonly subject: string
  readonly state: IncidentStateWord
  /** It only rises. */
  readonly severity: EventSeverity
  /** What happened. */
  readonly sentence: string
  /** When the hub opened it. */
  readonly opened: number
  readonly first_step: number
  readonly last_step: number
  /** When anything of it changed last. */
  readonly updated: number
  readonly closed: number | null
  /** A name; empty for the hub itself. */
  readonly closed_by: string | null
  readonly reason: string | null
  readonly assessment: AssessmentWord | null
  /** Who takes care of it. */
  readonly assignee: string | null
  readonly hosts: number
  readonly mailboxes: number
  readonly addresses: number
  /** Into how many mailboxes and accounts somebody got. */
  readonly successes: number
  readonly steps: number
  /** The incident of the same subject before it. */
  readonly previous: number | null
  /** Rises with each change; for If-Match. */
  readonly revision: number
}

/** A page of incidents, newest first, and the value of `before` for the next one. */
export interface IncidentsAnswer {
  readonly incidents: readonly ShownIncident[]
  readonly next: string | null
}

/** What a conclusion follows from: an event of a host, or another conclusion. */
export interface ShownPart {
  readonly event: string
  readonly time: number
  /** Who told it; null for what the hub concluded. */
  readonly host: string | null
  readonly type: string
  /** What happened, in a few words. */
  readonly words: string
  readonly mailbox_address: string | null
  readonly ip: string | null
  /** The log of its host that has its line, with generation and offset. */
  readonly log: string | number | null
  readonly generation: string | number | null
  readonly offset: string | number | null
}

/** What happened within an incident. */
export interface ShownStep {
  /** The id of the event, or of what the hub concluded. */
  readonly event: string
  readonly time: number
  /** By how many seconds its time is after it was noted; absent unless it is more than an hour. */
  readonly clock_ahead?: number
  /** Who told it; null for what the hub concluded. */
  readonly host: string | null
  readonly type: string
  /** What happened, in a few words. */
  readonly words: string
  readonly severity: EventSeverity
  readonly mailbox_address: string | null
  readonly ip: string | null
  /** Where its address is, in words; null if no database of the hub tells. */
  readonly place: string | null
  /** The log of its host that has its line, with generation and offset. */
  readonly log: string | number | null
  readonly generation: string | number | null
  readonly offset: string | number | null
  /** Of a conclusion: what it follows from, the oldest first; of many that were counted only the newest. */
  readonly from: readonly ShownPart[]
  /** What else is told of it. */
  readonly fields: Readonly<Record<string, string | number>>
  /** When the hub noted it. */
  readonly noted: number
}

/** A host, mailbox, account, address or network that an incident concerns. */
export interface ShownConcern {
  readonly type: string
  readonly name: string
  readonly first: number
  readonly last: number
  readonly steps: number
  readonly successes: number
}

/** What became of an incident, or what somebody noted. */
export interface ShownDeed {
  readonly id: number
  readonly at: number
  /** A name; empty for the hub itself. */
  readonly actor: string
  readonly action: string
  readonly detail: string
}

/** A text for the customer, by the language. */
export type CustomerNotice = Readonly<Record<'en' | 'de', string>>

/** Something to do about an incident. */
export interface ShownTodo {
  /** An imperative, and what it is about, which may be empty. */
  readonly what: string
  readonly of: string
  /** Where that is done, or why. */
  readonly where: string
  /** Lines for root on the host. */
  readonly commands: readonly string[]
  /** What can be sent to the customer. */
  readonly notice: CustomerNotice | null
  /** The notes on the incident that say that it is done, and that it is not. */
  readonly tick: string
  readonly untick: string
  /** When it was done, and by whom, as far as it is known: seen by the hub, or said by a person. */
  readonly done: { readonly at: number; readonly by: string; readonly seen: boolean } | null
}

/** An incident with its parts: its first steps, who is concerned most, what became of it, and what is near it. */
export interface IncidentAnswer {
  readonly incident: ShownIncident
  /** What is to be done, in its order. */
  readonly next: readonly ShownTodo[]
  readonly steps: readonly ShownStep[]
  readonly subjects: readonly ShownConcern[]
  readonly history: readonly ShownDeed[]
  readonly related: readonly ShownIncident[]
}

/** Who may be the assignee of an incident, by name. */
export interface AssigneesAnswer {
  readonly assignees: readonly string[]
}
