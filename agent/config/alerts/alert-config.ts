import type { MailSettings } from '../../../lib/notify/mail/mail-settings.ts'
import type { WebhookSettings } from '../../../lib/notify/webhook/webhook-settings.ts'
import type { Destination } from '../destination.ts'

/** When an alert tells: at once, at each full hour, or once a day at this time of the host's clock. */
export type AlertPace = 'at once' | 'hourly' | { readonly hour: number; readonly minute: number }

/** How an alert reaches people. */
export type AlertWay =
  | { readonly type: 'mail'; readonly settings: MailSettings }
  | { readonly type: 'webhook'; readonly settings: WebhookSettings }

/** Tells people of events that matter, by mail or webhook; its `option` is `alerts.NAME`. */
export interface AlertConfig extends Destination {
  /** Addresses, `*@DOMAIN` or `*.DOMAIN`, in lower case; undefined for all, and for events that concern none. */
  readonly mailboxes: readonly string[] | undefined
  readonly pace: AlertPace
  /** At most one message in so many milliseconds. */
  readonly limit: number
  readonly way: AlertWay
}
