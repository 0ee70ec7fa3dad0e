/** How a check is: as in docs/checks.md. */
export type CheckStateWord =
  | 'down'
  | 'flapping'
  | 'warning'
  | 'late'
  | 'unknown'
  | 'blocked'
  | 'maintenance'
  | 'up'
  | 'off'

/** A check of a host, as its agent told it last. Times are seconds since 1970-01-01T00:00:00Z. */
export interface ShownCheck {
  readonly host: string
  /** Of its host: `imap`. */
  readonly check: string
  /** What checks: `tcp`. */
  readonly type: string
  readonly state: CheckStateWord
  readonly since: number
  /** What its last run found, or why it does not run. */
  readonly finding: string
  /** When it ran last; null if it did not. */
  readonly ran: number | null
  /** How many milliseconds its last runs took, the newest last. */
  readonly recent: readonly number[]
  /** When the certificate ends that it saw. */
  readonly certificate: number | null
  /** What it checks elsewhere, as `smtp.example.com:25`; null for something of its own host. */
  readonly target: string | null
  /** When its agent told this. */
  readonly told: number
  /** Whether nothing came from the host for so long that nobody knows how it is now. */
  readonly silent: boolean
}

/** How many checks are in each state. */
export type CheckCounts = Readonly<Record<CheckStateWord, number>>

/** A page of checks by host and name, and the value of `after` for the next one. */
export interface ChecksAnswer {
  /** Of all that the parameters mean, not only of this page; of hosts that are silent as `unknown`. */
  readonly counts: CheckCounts
  readonly checks: readonly ShownCheck[]
  readonly next: string | null
}
