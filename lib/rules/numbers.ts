/** The numbers that rules go by; times in seconds. The configuration's section `rules` gives them. */
export interface RuleNumbers {
  /** How long one half of a forward waits for the other. */
  readonly forwardWait: number
  /** The window in which failed logins are counted. */
  readonly loginWindow: number
  /** So many failed logins from one address are a burst. */
  readonly failuresByAddress: number
  /** So many failed logins of one mailbox or account are a burst. */
  readonly failuresOfMailbox: number
  /** Failed logins of so many names from one address, or from one network, are a burst. */
  readonly namesByAddress: number
  /** Mail to so many recipients in an hour by one sender is a burst. */
  readonly recipientsPerHour: number
  /** So many mailboxes made in an hour by one account are a burst. */
  readonly mailboxesPerHour: number
  /** For so long what is seen of a mailbox, an account or a token is learned only. */
  readonly placeLearning: number
  /** How long a place is remembered after its last use. */
  readonly placeMemory: number
  /** How long after an access each further step counts as one of the same takeover. */
  readonly takeoverWindow: number
}
