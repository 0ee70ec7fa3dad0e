/** What can be snoozed. */
export const SNOOZABLE = ['rule', 'incident', 'host', 'service', 'label', 'mailbox', 'address', 'kind'] as const

/** What a snooze names. */
export type Snoozable = (typeof SNOOZABLE)[number]

/** Something that is not told until a time, in seconds. */
export interface Snooze {
  readonly id: number
  readonly what: Snoozable
  /** A name, of a service `HOST:CHECK`, the number of an incident, or a kind of incident. */
  readonly which: string
  /** Of incidents, if only those of some kinds are not told: these, with commas between them; null for all. */
  readonly kind: string | null
  readonly until: number
  readonly who: string
  readonly reason: string
}

/** Whether a snooze holds back incidents of a kind. */
export function holdsKind({ kind: kinds }: Pick<Snooze, 'kind'>, kind: string): boolean {
  return kinds === null || kinds.split(',').includes(kind)
}
