/**
 * From where a mailbox or account was used: what `login_new_country` is judged by. A row for each country and operator,
 * written when one is new, and once a day while it is used. Personal: the erasure of a mailbox deletes its rows, and
 * `places.memory` bounds how long they stay.
 */
export interface MailboxPlaceTable {
  /** In small letters. */
  readonly mailbox: string
  /** Whose account it is, as its name means nothing elsewhere; 0 for a mailbox. */
  readonly agent: number
  /** The country in two letters, and the number of the autonomous system; empty and 0 if no database told. */
  readonly country: string
  readonly provider: number
  /** When it was used from there first, and last to within a day. */
  readonly first: number
  readonly last: number
  /** The event that was the first: heard again, it says the same again. */
  readonly event_id: string
}

/** The tables about places. */
export interface PlaceTables {
  readonly mailbox_place: MailboxPlaceTable
}
