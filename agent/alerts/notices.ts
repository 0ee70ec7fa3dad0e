import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about alerts. */
export const alertNotices = {
  recipientsRefused: (alert: string, reasons: string): Notice =>
    notice(
      'error',
      'alert_refused',
      `${alert}: a message reached some of its recipients, and was refused for others: ${reasons}`,
      alert,
    ),
  started: (alert: string, recipients: readonly string[]): Notice =>
    notice('info', 'alert_started', `${alert} tells ${recipients.join(', ')}.`),
}
