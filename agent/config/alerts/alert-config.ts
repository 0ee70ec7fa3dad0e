import type { CommandSettings } from '../../../lib/notify/command/command-settings.ts'
import type { MailSettings } from '../../../lib/notify/mail/mail-settings.ts'
import type { WebhookSettings } from '../../../lib/notify/webhook/webhook-settings.ts'
import type { Destination } from '../destination.ts'

/** When an alert tells: at once, at each full hour, or once a day at this time of the host's clock. */
export type AlertPace = 'at once' | 'hourly' | { readonly hour: number; readonly minute: number }

/** Which events an alert is about; its `option` is `alerts.NAME`. */
interface AlertBase extends Destination {
  /** Addresses, `*@DOMAIN` or `*.DOMAIN`, in lower case; undefined for all, and for events that concern none. */
  readonly mailboxes: readonly string[] | undefined
}

/** Tells people of events that matter, many in one message. */
export interface MessageAlert extends AlertBase {
  readonly way:
    | { readonly type: 'mail'; readonly settings: MailSettings }
    | { readonly type: 'webhook'; readonly settings: WebhookSettings }
  readonly pace: AlertPace
  /** At most one message in so many milliseconds. */
  readonly limit: number
}

/** Runs a program for each event that matters. */
export interface CommandAlert extends AlertBase {
  readonly way: { readonly type: 'command'; readonly settings: CommandSettings }
  /** At most so many runs a minute. */
  readonly rate: number
}

/** Tells of events that matter, or acts on them. */
export type AlertConfig = MessageAlert | CommandAlert
