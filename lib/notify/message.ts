/** How much a message wants to be seen. */
export type Importance = 'high' | 'normal' | 'low'

/**
 * What is told, for any channel. Subject and text may hold whatever an attacker wrote: a channel makes them harmless
 * and cuts what is too long.
 */
export interface Message {
  /** Names this message in every try to send it, and no other: at most 100 of `A-Z a-z 0-9 _ . -`. */
  readonly id: string
  /** What it is about, such as the id of an incident: mails about the same are one conversation. Any text. */
  readonly thread: string
  /** When it was made, in milliseconds since the epoch. */
  readonly time: number
  readonly importance: Importance
  readonly subject: string
  /** Plain text in lines. */
  readonly text: string
  /** The same for programs: what JSON.stringify takes. */
  readonly data: unknown
}
