import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about counters. */
export const counterNotices = {
  countersUnreadable: (file: string, reason: string): Notice =>
    notice(
      'error',
      'counters_unreadable',
      `${file}: ${reason}; what was counted before is used if it is left, else counting begins anew at the end of each log.`,
    ),
  countersUnsaved: (folder: string, reason: string): Notice =>
    notice(
      'warning',
      'counters_unsaved',
      `${folder}/counters.json: cannot be saved (${reason}); the agent retries. Nothing is lost: the logs are the buffer.`,
    ),
  countersSaved: (folder: string): Notice =>
    notice('notice', 'counters_saved', `${folder}/counters.json can be saved again.`),
}
