import { type Notice, notice } from '../../lib/notice/notice.ts'
import { counted } from '../../lib/terminal/count.ts'

/** Notices about servers of syslog. */
export const forwardingNotices = {
  failed: (name: string, reason: string): Notice =>
    notice(
      'warning',
      'forward_failed',
      `forward ${name}: nothing goes out, and the hub tries again. ${reason}`,
      `forward ${name}`,
    ),
  restored: (name: string): Notice =>
    notice('notice', 'forward_restored', `forward ${name}: messages go out again.`, `forward ${name}`),
  missed: (name: string, events: number): Notice =>
    notice(
      'warning',
      'forward_missed',
      `forward ${name}: retention dropped ${counted(events, 'event')} before that server got ${events === 1 ? 'it' : 'them'}.`,
      `forward ${name}`,
    ),
}
