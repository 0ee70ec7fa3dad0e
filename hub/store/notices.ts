import { type Notice, notice } from '../../lib/notice/notice.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { counted } from '../../lib/terminal/count.ts'

/** Notices about the store. */
export const storeNotices = {
  dropped: (days: number): Notice =>
    notice('info', 'days_dropped', `Events older than retention.events were dropped, of ${counted(days, 'day')}.`),
  upkeepFailed: (error: unknown): Notice =>
    notice(
      'error',
      'upkeep_failed',
      `Old events cannot be dropped, or room for the next days not made (${messageOf(error)}); the hub tries again.`,
    ),
}
