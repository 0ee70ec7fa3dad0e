import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about what the agent tells of itself. */
export const heartbeatNotices = {
  heartbeatUnreadable: (file: string, reason: string): Notice =>
    notice('warning', 'heartbeat_unreadable', `${file}: ${reason}; what the agent tells of itself begins anew.`),
  heartbeatUnsaved: (folder: string, reason: string): Notice =>
    notice(
      'warning',
      'heartbeat_unsaved',
      `${folder}: what the agent tells of itself cannot be saved (${reason}), and waits; retrying.`,
    ),
}
