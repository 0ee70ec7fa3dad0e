import { type Notice, notice } from '../../lib/notice/notice.ts'
import { counted } from '../../lib/terminal/count.ts'

/** What the backstop says of itself. */
export const backstopNotices = {
  baselineMade: (files: number): Notice =>
    notice(
      'notice',
      'baseline_made',
      `The first look: the forwards and filters in ${counted(files, 'file')} are taken as known, and none is reported; what comes after is.`,
    ),
  baselineUnreadable: (path: string, reason: string): Notice =>
    notice(
      'warning',
      'baseline_unreadable',
      `${path}: what was known of forwards and filters cannot be read (${reason}); it is kept as baseline.unreadable.json, and all that is there now is taken as known.`,
    ),
  found: (count: number): Notice =>
    notice('info', 'backstop_found', `${counted(count, 'forward or filter', 'forwards and filters')} appeared.`),
  untold: (count: number, folder: string, reason: string): Notice =>
    notice(
      'warning',
      'backstop_untold',
      `${folder}: ${counted(count, 'event')} cannot be left there now (${reason}); the next look tries again.`,
    ),
  forgotten: (count: number): Notice =>
    notice(
      'error',
      'backstop_forgotten',
      `More wait to be reported than are kept: ${counted(count, 'forward or filter', 'forwards and filters')} that appeared will not be.`,
    ),
  cut: (account: string): Notice =>
    notice(
      'warning',
      'backstop_cut',
      `Account ${account} has more files, forwards or filters than are looked at, or more appeared than are reported; see what it does.`,
      account,
    ),
  accountUnreadable: (account: string, reason: string): Notice =>
    notice(
      'warning',
      'account_unreadable',
      `The filters of account ${account} cannot be read (${reason}); what is known of them stays, and the next look tries again.`,
      account,
    ),
  unrecorded: (file: string, reason: string): Notice =>
    notice('warning', 'backstop_unrecorded', `${file}: status will not learn how this look went (${reason}).`),
}
