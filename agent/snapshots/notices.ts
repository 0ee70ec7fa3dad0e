import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about the files that `status` reads. */
export const statusNotices = {
  statusUnsaved: (file: string, reason: string): Notice =>
    notice(
      'warning',
      'status_unsaved',
      `${file}: cannot be saved (${reason}); the agent tries again. Until then status shows old values; all else works.`,
    ),
}
