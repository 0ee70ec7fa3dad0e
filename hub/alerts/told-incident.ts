import type { Incident } from '../incidents/incident.ts'

/** The most steps and names that a message shows. */
export const MOST_SHOWN = 10

/** The most events that a message names of those that a conclusion follows from: the newest. */
export const MOST_PARTS = 5

/** What a message says of a step, and of what it follows from. */
export interface ToldPart {
  /** As `spoor-agent line` and the API take it. */
  readonly id: string
  /** In seconds. */
  readonly time: number
  /** Empty for what the hub concluded. */
  readonly host: string
  /** The kind of event, and its fields. */
  readonly type: string
  readonly mailbox: string | null
  readonly ip: string | null
  readonly fields: Readonly<Record<string, string | number | null>>
}

/** A step as messages tell it. */
export interface ToldStep extends ToldPart {
  /** Where its address is, in words; null if nobody tells. */
  readonly place: string | null
  /** Of a conclusion: what it follows from, the oldest first. */
  readonly from: readonly ToldPart[]
}

/** An incident as messages tell it. What stands in it may be anybody's text. */
export interface ToldIncident {
  readonly incident: Incident
  /** The first and the last steps, at most `MOST_SHOWN` each, in order. */
  readonly steps: readonly ToldStep[]
  /** At most `MOST_SHOWN` names each. */
  readonly hosts: readonly string[]
  readonly mailboxes: readonly string[]
  readonly addresses: readonly string[]
  /** When, by whom and why it ended; `by` is empty for the hub itself. */
  readonly ending: { readonly at: number; readonly by: string; readonly reason: string } | null
  /** Where more about it is. */
  readonly link: string | null
}
