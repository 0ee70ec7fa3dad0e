/**
 * What is counted of mail, in the order of a row: messages that arrived, their recipients and bytes; addresses that got
 * mail, deliveries (one may serve several addresses) and the messages' bytes at each; tries that failed for now, and
 * messages of which one did; addresses that failed for good, and messages of which one did.
 */
export const MAIL_COUNTS = [
  'messages',
  'recipients',
  'bytes',
  'delivered',
  'deliveries',
  'delivered_bytes',
  'deferrals',
  'deferred',
  'failures',
  'failed',
] as const

/** The name of one of them. */
export type MailCount = (typeof MAIL_COUNTS)[number]

/** All of them, by name. */
export type MailCounts = Readonly<Record<MailCount, number>>

/** Where each stands in a row. */
export const AT = {
  messages: 0,
  recipients: 1,
  bytes: 2,
  delivered: 3,
  deliveries: 4,
  deliveredBytes: 5,
  deferrals: 6,
  deferred: 7,
  failures: 8,
  failed: 9,
} as const

/** The counts of a row, by name. */
export function mailCountsOf(row: readonly number[]): MailCounts {
  const at = (index: number): number => row[index] ?? 0
  return {
    messages: at(AT.messages),
    recipients: at(AT.recipients),
    bytes: at(AT.bytes),
    delivered: at(AT.delivered),
    deliveries: at(AT.deliveries),
    delivered_bytes: at(AT.deliveredBytes),
    deferrals: at(AT.deferrals),
    deferred: at(AT.deferred),
    failures: at(AT.failures),
    failed: at(AT.failed),
  }
}
