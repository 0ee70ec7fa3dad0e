import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about mail reports. */
export const mailReportNotices = {
  failed: (report: string, reason: string): Notice =>
    notice(
      'error',
      'mail_report_failed',
      `The mail report ${report} was not made, and no position moved: ${reason}`,
      report,
    ),
  sectionFailed: (report: string, section: string, reason: string): Notice =>
    notice(
      'warning',
      'mail_report_section_failed',
      `In the mail report ${report} a section failed: ${section}: ${reason}`,
      report,
    ),
  eventsWait: (report: string, reason: string): Notice =>
    notice('warning', 'mail_report_untold', `Events of the mail report ${report} wait: ${reason}`, report),
  waits: (report: string, reason: string): Notice =>
    notice(
      'warning',
      'mail_report_waits',
      `A mail of the report ${report} waits, and is tried again: ${reason}`,
      report,
    ),
  refused: (report: string, reason: string): Notice =>
    notice('error', 'mail_report_refused', `A mail of the report ${report} is refused for good: ${reason}`, report),
}
