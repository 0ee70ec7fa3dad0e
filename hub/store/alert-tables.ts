import type { Selectable } from 'kysely'
import type { Filled } from './filled.ts'

/** Where one alert rule stands with one incident. The state machine decides; see `hub/alerts/`. */
export interface AlertThreadTable {
  readonly incident: number
  /** The rule's name. */
  readonly rule: string
  readonly state: string
  /** When a message is due next; null if none is. */
  readonly due: number | null
  /** Of the incident: its revision that was told last, when, and its `severityNumber` then. */
  readonly told_revision: number
  readonly told: number | null
  readonly told_severity: number | null
  /** Who said that he takes care, and when; no reminder follows. */
  readonly acknowledged_by: string | null
  readonly acknowledged: number | null
}

/** A message: the outbox. Written in the transaction of what it tells. */
export interface AlertTable {
  readonly id: Filled<number>
  /** Null for one of several (`AlertIncidentTable`), and for a test. */
  readonly incident: number | null
  /** Empty where it is of several, and for a test. */
  readonly rule: string
  /** An `AlertReason`. */
  readonly reason: string
  readonly made: number
  /** The `severityNumber` of its incident then, or of the worst of several; 0 for a test. */
  readonly severity: Filled<number>
  /** The message as `lib/notify` takes it, as JSON: the same in all tries. */
  readonly message: string
}

/** Which incidents an alert is about that joins several. */
export interface AlertIncidentTable {
  readonly alert: number
  readonly incident: number
  /** Its place in the list of the message, from 1 on; null if the message only counts it. */
  readonly place: number | null
}

/** The receipt of an alert for one recipient of one channel. */
export interface DeliveryTable {
  readonly id: Filled<number>
  readonly alert: number
  readonly channel: string
  readonly recipient: string
  /** The only server that it is about; empty if there are several, or none. */
  readonly host: string
  /** One of `DELIVERY_STATES`. */
  readonly state: string
  readonly tries: number
  /** When it is tried next; null if never. */
  readonly due: number | null
  /** What it is held back for, to be joined with others: `ceiling`, `digest RULE`; empty if it is not. */
  readonly bundle: string
  /** Since when it may be sent; null while it is held back, and if it was joined. */
  readonly released: number | null
  readonly tried: number | null
  readonly delivered: number | null
  /** The alert that told it with others. */
  readonly joined: number | null
  /** What the receiver said last, in words. */
  readonly answer: string
}

/**
 * `held`: comes together with others later. `joined`: came so. `waiting`: is tried until it is `delivered`, `refused`
 * for good by the receiver, or `given_up` because it got too old or its channel was taken away.
 */
export const DELIVERY_STATES = ['held', 'waiting', 'joined', 'delivered', 'refused', 'given_up'] as const

/** What is not told until a time. */
export interface SnoozeTable {
  readonly id: Filled<number>
  /** One of `SNOOZABLE`; and which. */
  readonly what: string
  readonly which: string
  /** Of incidents, if only those of some kinds are not told: these, with commas between them. */
  readonly kind: string | null
  readonly until: number
  readonly made: number
  readonly who: string
  readonly reason: string
  /** When somebody ended it early. */
  readonly ended: number | null
}

/** A snooze as the store gives it back. */
export type KeptSnooze = Selectable<SnoozeTable>

/** A receipt as the store gives it back. */
export type KeptDelivery = Selectable<DeliveryTable>
