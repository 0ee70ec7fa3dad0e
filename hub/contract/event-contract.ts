import type { Context } from '../../lib/event/event.ts'
import type { EventSeverity } from '../../lib/event/severity.ts'

/** An event as the API shows it. Times are seconds since 1970-01-01T00:00:00Z. */
export interface ShownEvent {
  /** Its time, a dot, and the id that the agent gave it. */
  readonly id: string
  readonly time: number
  readonly received: number
  /** By how many seconds the clock of its host was ahead when it came; absent unless it was more than an hour. */
  readonly clock_ahead?: number
  readonly host: string
  readonly type: string
  readonly severity: EventSeverity
  readonly context: Context | null
  readonly mailbox_address: string | null
  readonly ip: string | null
  /** The network that the address is in: a /24 of IPv4, a /64 of IPv6. */
  readonly network: string | null
  readonly fields: Readonly<Record<string, string | number>>
}

/** A page of events, newest first, and the value of `before` for the next one. */
export interface EventsAnswer {
  readonly events: readonly ShownEvent[]
  readonly next: string | null
  /** On a first page without an end: how many are left out as they are more than an hour ahead, 100 at most. */
  readonly later?: number
  /** Only in the timeline of a mailbox: the newest incident that an event is a step of, by the id of the event. */
  readonly incidents?: Readonly<Record<string, number>>
}

/** Where an address is, as far as the operator's databases tell. */
export interface ShownPlace {
  /** By ISO 3166-1, in two letters. */
  readonly country: string | null
  readonly country_name: string | null
  /** The number of the autonomous system, and whose network it is. */
  readonly as_number: number | null
  readonly as_name: string | null
}

/** A page of what an address did. */
export interface AddressAnswer extends EventsAnswer {
  /** Where it is now; null if nothing tells. */
  readonly place: ShownPlace | null
}

/** What people can say of an event. */
export type AssessmentWord = 'confirmed_benign' | 'probably_benign' | 'probably_malicious' | 'confirmed_malicious'

/** How many events have a value. */
export interface FacetValue {
  readonly value: string
  readonly count: number
}

/** The facets that events are counted by. */
export interface Facets {
  readonly severity: readonly FacetValue[]
  readonly type: readonly FacetValue[]
  readonly host: readonly FacetValue[]
  readonly mailbox: readonly FacetValue[]
  readonly ip: readonly FacetValue[]
  readonly service: readonly FacetValue[]
}

/** How many events fit, by what they have in common; the value with most first. */
export interface FacetsAnswer {
  /** How many of those that were looked through fit. */
  readonly total: number
  /** Whether all were looked through, and not only the newest 20,000. */
  readonly whole: boolean
  readonly facets: Facets
  /** How many there were of each kind within `width` seconds from `time` on; empty without `width`. */
  readonly spans: readonly SpanOfKind[]
}

/** How many events of a kind there were in a span that begins at `time`. */
export interface SpanOfKind {
  readonly time: number
  readonly type: string
  readonly count: number
}

/** How many events there were by hour or day. */
export interface CountsAnswer {
  readonly counts: readonly SpanOfKind[]
}

/** How often a mailbox logged in within an hour, from a network, by a service. */
export interface HabitCount {
  /** The first second of the hour. */
  readonly hour: number
  readonly network: string | null
  readonly service: string | null
  readonly count: number
}

/** The logins of a mailbox in the last days. */
export interface HabitAnswer {
  readonly days: number
  readonly logins: number
  /** Whether these are all of them, and not only the newest. */
  readonly whole: boolean
  readonly counts: readonly HabitCount[]
}

/** The logins of several mailboxes in the last days. */
export interface HabitsAnswer {
  /** In the order in which they were asked for. */
  readonly habits: readonly MailboxHabit[]
}

/** The logins of one of several mailboxes. */
export interface MailboxHabit extends HabitAnswer {
  readonly mailbox: string
}
