import type { EventSeverity } from '../../lib/event/severity.ts'

/** An event as incidents hear it: what a host told, or what the hub concluded from that of all hosts. */
export interface HeardEvent {
  readonly id: string
  /** In seconds; never after it came, whatever the host's clock says. */
  readonly time: number
  /** By its own clock: with the id, the place of the event in the store. */
  readonly toldTime: number
  /** When it came, or was concluded. */
  readonly received: number
  /** A word of the catalogue, or of a later version's. */
  readonly kind: string
  readonly severity: EventSeverity
  /** The number of the agent that told it; 0 if the hub concluded it. */
  readonly agent: number
  /** The host it happened on, in small letters; empty if the hub concluded it. */
  readonly host: string
  /** In small letters. */
  readonly mailbox: string | null
  readonly ip: string | null
  /** The other fields. */
  readonly fields: Readonly<Record<string, string | number>>
}
