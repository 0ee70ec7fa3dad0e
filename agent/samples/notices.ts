import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about the files of metrics. */
export const metricsNotices = {
  metricsUnwritten: (file: string, reason: string): Notice =>
    notice(
      'warning',
      'metrics_unwritten',
      `${file}: cannot be written, so metrics are missing; all else works: ${reason}.`,
    ),
}
