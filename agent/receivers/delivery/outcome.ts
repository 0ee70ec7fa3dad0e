/** Whose fault it is that a report waits: the configuration's, the receiver's, or the network's. */
export type Cause = 'configuration' | 'receiver' | 'network'

/** The report waits and is tried again. */
export interface Later {
  readonly result: 'later'
  readonly cause: Cause
  /** One sentence. */
  readonly reason: string
  /** The receiver wants no requests before this time, in milliseconds since the epoch. */
  readonly notBefore?: number
  /** No answer came, though the receiver may be up: this report alone may be the reason. */
  readonly mayBeItsOwn?: boolean
}

/** The receiver refuses this report for good, and may well take others. */
export interface Rejected {
  readonly result: 'rejected'
  /** One sentence, which ends up beside the report. */
  readonly reason: string
  /** Parts of the report may be accepted: some entries alone are at fault, or it is too long. */
  readonly divisible?: boolean
}

/** What became of one try to deliver a report. */
export type Outcome = { readonly result: 'accepted' } | Rejected | Later
