import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about what root tells the watcher. */
export const surveyNotices = {
  requestRefused: (folder: string, reason: string): Notice =>
    notice('warning', 'survey_request_refused', `${folder}: a request is refused (${reason}).`),
  untold: (folder: string, reason: string): Notice =>
    notice('warning', 'survey_untold', `${folder}: what was found cannot be told (${reason}).`),
}
