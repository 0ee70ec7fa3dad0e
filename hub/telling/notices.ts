import { type Notice, notice } from '../../lib/notice/notice.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { oneLine } from '../../lib/text/plain-text.ts'

/** Notices about messages to people. */
export const tellingNotices = {
  tryFailed: (channel: string, recipient: string, reason: string): Notice =>
    notice(
      'warning',
      'alert_not_sent',
      `A message for ${recipient} could not be sent; the hub tries again. ${oneLine(reason)}`,
      channel,
    ),
  refused: (channel: string, recipient: string, reason: string): Notice =>
    notice('error', 'alert_refused', `A message for ${recipient} was refused for good. ${oneLine(reason)}`, channel),
  givenUp: (channel: string, recipient: string, reason: string): Notice =>
    notice(
      'error',
      'alert_given_up',
      `A message for ${recipient} was given up after three days: it is in spoor-hub alerts list alone. ${oneLine(reason)}`,
      channel,
    ),
  failed: (error: unknown): Notice =>
    notice('error', 'telling_failed', `Messages cannot be made or sent (${messageOf(error)}); the hub tries again.`),
}
