import type { Message } from './message.ts'

/** What became of one try to reach one recipient. */
export type Attempt =
  | {
      readonly result: 'delivered'
      /** What the server said, at most 200 characters. */
      readonly answer: string
    }
  | {
      readonly result: 'later'
      /** One sentence: what went wrong, and what to do. */
      readonly reason: string
      /** The server wants no try before this time, in milliseconds since the epoch. */
      readonly notBefore?: number
    }
  | {
      /** The server refuses this message, or this recipient, for good. */
      readonly result: 'refused'
      readonly reason: string
    }

/** Whom a try was to reach, and what became of it. */
export type Receipt = Attempt & { readonly recipient: string }

/** One way to tell somebody something. */
export interface Channel {
  /** Whom it reaches: mail addresses, or the origin of a webhook. */
  readonly recipients: readonly string[]
  /** What is wrong with its configuration, or on the way to its server, a sentence each. Sends no message. */
  check(signal: AbortSignal): Promise<readonly string[]>
  /**
   * Tries once, and returns a receipt for each of `recipients`: all of the channel, or those whom a former try did not
   * reach. Never rejects. What is delivered although no answer came is told again, with the same id.
   */
  send(message: Message, signal: AbortSignal, recipients?: readonly string[]): Promise<readonly Receipt[]>
}
