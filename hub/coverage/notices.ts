import { type Notice, notice } from '../../lib/notice/notice.ts'
import { messageOf } from '../../lib/system/errors.ts'

/** Notices about what is not seen. */
export const coverageNotices = {
  unseen: (host: string, words: string): Notice =>
    notice('warning', 'blind_spot', `${host} ${words}. See: spoor-hub coverage ${host}`, host),
  seenAgain: (host: string, words: string): Notice => notice('info', 'blind_spot_over', `${host} ${words}.`, host),
  failed: (error: unknown): Notice =>
    notice(
      'error',
      'coverage_failed',
      `Nobody can say now which hosts are not seen (${messageOf(error)}); the hub tries again.`,
    ),
}
