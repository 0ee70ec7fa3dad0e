import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about restarts of services. */
export const restartNotices = {
  done: (words: string): Notice => notice('notice', 'service_restarted', `${words}.`),
  givenUp: (words: string): Notice => notice('warning', 'restarts_given_up', `${words}.`),
  refused: (target: string, reason: string): Notice =>
    notice('warning', 'restart_refused', `${target} ${reason}; it is not restarted.`),
  requestRefused: (folder: string, reason: string): Notice =>
    notice('warning', 'restart_request_refused', `${folder}: a request is refused (${reason}).`),
  unasked: (folder: string, reason: string): Notice =>
    notice('warning', 'restart_unasked', `${folder}: no restart can be asked for (${reason}); it is tried again.`),
  untold: (inbox: string, reason: string): Notice =>
    notice(
      'warning',
      'restarts_untold',
      `${inbox}: it takes no event of a restart (${reason}); the next one tries again.`,
    ),
}
