import { type Notice, notice } from '../../lib/notice/notice.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { counted } from '../../lib/terminal/count.ts'
import { utc } from '../../lib/time/date-and-time.ts'

/** Notices about the store. */
export const storeNotices = {
  dropped: (days: number): Notice =>
    notice('info', 'days_dropped', `Events older than retention.events were dropped, of ${counted(days, 'day')}.`),
  clockDoubted: (now: number, ahead: number): Notice =>
    notice(
      'error',
      'clock_doubted',
      `The clock says ${utc(now * 1000)}, ${counted(Math.round(Math.abs(ahead) / 3600), 'hour')} ${ahead < 0 ? 'behind' : 'ahead of'} what the store knows. ${ahead < 0 ? '' : 'Nothing is dropped or closed for its age, and reports of what is too old to keep wait with their agents. '}If it is wrong, set it right; if it is right, the hub believes it by itself, after an hour at the earliest.`,
    ),
  clockBelieved: (now: number): Notice =>
    notice('notice', 'clock_believed', `The clock is believed again: it says ${utc(now * 1000)}.`),
  upkeepFailed: (error: unknown): Notice =>
    notice(
      'error',
      'upkeep_failed',
      `Old events cannot be dropped, or room for the next days not made (${messageOf(error)}); the hub tries again.`,
    ),
}
