import type { Selectable } from 'kysely'

/** How far a server of syslog has got what the hub keeps. */
export interface ForwardingTable {
  /** The name of the target in the configuration. */
  readonly name: string
  /** All arrivals, and all rows of `incident_change`, up to these count as sent. */
  readonly arrival: number
  readonly incident_change: number
  /** How many messages went out, those that went twice counted twice; and when the last one did. */
  readonly sent: number
  readonly sent_at: number | null
  /** How many events that were to be sent were dropped by retention before. */
  readonly missed: number
  /** Why nothing goes out now, in words, and since when; null if all is well. */
  readonly fault: string | null
  readonly fault_since: number | null
}

/** A row as the store gives it back. */
export type KeptForwarding = Selectable<ForwardingTable>
