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
  eventRefused: (alert: string, event: string, reason: string): Notice =>
    notice('error', 'alert_refused', `${alert}: the event ${event} is refused: ${reason}`, alert),
  started: (alert: string, recipients: readonly string[]): Notice =>
    notice('info', 'alert_started', `${alert} tells ${recipients.join(', ')}.`),
  commandStarted: (alert: string, program: string): Notice =>
    notice('info', 'alert_started', `${alert} runs ${program}.`),
}
