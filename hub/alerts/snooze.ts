/** What can be snoozed. */
export const SNOOZABLE = ['rule', 'incident', 'host', 'label', 'mailbox', 'address', 'kind'] as const

/** What a snooze names. */
export type Snoozable = (typeof SNOOZABLE)[number]

/** Something that is not told until a time, in seconds. */
export interface Snooze {
  readonly id: number
  readonly what: Snoozable
  /** A name, the number of an incident, or a kind of incident. */
  readonly which: string
  /** Of incidents, if only those of one kind are not told; null for all. */
  readonly kind: string | null
  readonly until: number
  readonly who: string
  readonly reason: string
}
