import { type Notice, notice } from '../../lib/notice/notice.ts'

/** What is said of the files that `status` reads. */
export const statusNotices = {
  statusUnsaved: (file: string, reason: string): Notice =>
    notice(
      'warning',
      'status_unsaved',
      `${file}: cannot be saved (${reason}); it is tried again. Until then status shows what was before; all else works.`,
    ),
}
