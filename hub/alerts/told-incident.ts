import type { Incident } from '../incidents/incident.ts'

/** The most steps and names that a message shows. */
export const MOST_SHOWN = 10

/** What a message says of a step. */
export interface ToldStep {
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
