/** What the outbox needs to know of a channel. Plain data: it crosses threads. */
export interface AlertChannel {
  readonly name: string
  /** Mail addresses, or the origin of a webhook. */
  readonly recipients: readonly string[]
  /** The most messages in an hour. */
  readonly perHour: number
}
