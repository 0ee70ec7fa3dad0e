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
  /** Of the incident: its revision that was told last, and when. */
  readonly told_revision: number
  readonly told: number | null
  /** Who said that he takes care, and when; no reminder follows. */
  readonly acknowledged_by: string | null
  readonly acknowledged: number | null
}

/** A message: the outbox. Written in the transaction of what it tells. */
export interface AlertTable {
  readonly id: Filled<number>
  /** Null for a digest of several, and for a test. */
  readonly incident: number | null
  readonly rule: string
  /** `opened`, `changed`, `raised`, `recovered`, `reminder`, `digest`, `test`. */
  readonly reason: string
  readonly made: number
  /** The message as `lib/notify` takes it, as JSON: the same in all tries. */
  readonly message: string
}

/** The receipt of an alert for one recipient of one channel. */
export interface DeliveryTable {
  readonly id: Filled<number>
  readonly alert: number
  readonly channel: string
  readonly recipient: string
  /** `waiting`, `delivered`, `refused`, `given_up`. */
  readonly state: string
  readonly tries: number
  /** When it is tried next; null if never. */
  readonly due: number | null
  readonly tried: number | null
  readonly delivered: number | null
  /** What the receiver said last, in words. */
  readonly answer: string
}

/** What is not told until a time. */
export interface SnoozeTable {
  readonly id: Filled<number>
  /** `rule`, `incident`, `host`, `label`, `mailbox`, `address`, `kind`; and which. */
  readonly what: string
  readonly which: string
  readonly until: number
  readonly made: number
  readonly who: string
  readonly reason: string
  /** When somebody ended it early. */
  readonly ended: number | null
}

/** A receipt as the store gives it back. */
export type KeptDelivery = Selectable<DeliveryTable>
