import { type Notice, notice } from '../../lib/notice/notice.ts'
import type { Outcome } from './refused.ts'

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  kept: 'it was moved to inbox_refused',
  removed: 'it was removed',
  left: 'it was left where it is',
}

/** What is said of inboxes. */
export const inboxNotices = {
  refused: (file: string, reason: string, writer: string, outcome: Outcome): Notice =>
    notice(
      'warning',
      'inbox_file_refused',
      `${file}: ${reason}, so it is no event that ${writer} may leave there; ${OUTCOMES[outcome]}.`,
      writer,
    ),
  givenUp: (folder: string, count: number): Notice =>
    notice(
      'error',
      'inbox_full',
      `${folder}: ${count === 1 ? 'an event was' : `${count} events were`} given up by their writers, because it was full or too many came at once, and will not be reported; see whether the collector runs (spoor-agent status).`,
    ),
  unusable: (folder: string, reason: string): Notice =>
    notice('error', 'inbox_unusable', `${folder}: ${reason}; it is tried again, and what lies there waits.`, folder),
  unremoved: (folder: string, reason: string): Notice =>
    notice(
      'warning',
      'inbox_not_cleared',
      `${folder}: events that were taken cannot be removed (${reason}); it is tried again, and none is taken twice.`,
      folder,
    ),
  usable: (folder: string): Notice => notice('notice', 'inbox_usable', `${folder}: events are taken again.`, folder),
}
