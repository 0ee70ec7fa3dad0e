import { type Notice, notice } from '../../lib/notice/notice.ts'
import type { Disposal } from './refused.ts'

const OUTCOMES: Readonly<Record<Disposal, string>> = {
  kept: 'it was moved to inbox_refused',
  removed: 'it was removed',
  left: 'it was left where it is',
}

/** Notices about inboxes. */
export const inboxNotices = {
  refused: (file: string, reason: string, writer: string, outcome: Disposal): Notice =>
    notice(
      'warning',
      'inbox_file_refused',
      `${file}: not a valid event from ${writer}: ${reason}; ${OUTCOMES[outcome]}.`,
      writer,
    ),
  givenUp: (folder: string, count: number): Notice =>
    notice(
      'error',
      'inbox_full',
      `${folder}: ${count === 1 ? '1 event was dropped by its writer' : `${count} events were dropped by their writers`}, because it was full or too many came at once, and will not be reported; see whether the collector runs (spoor-agent status).`,
    ),
  unusable: (folder: string, reason: string): Notice =>
    notice('error', 'inbox_unusable', `${folder}: ${reason}; retrying, and the events there are kept.`, folder),
  unremoved: (folder: string, reason: string): Notice =>
    notice(
      'warning',
      'inbox_not_cleared',
      `${folder}: events that were taken cannot be removed (${reason}); retrying, and none is taken twice.`,
      folder,
    ),
  usable: (folder: string): Notice => notice('notice', 'inbox_usable', `${folder}: events are taken again.`, folder),
}
