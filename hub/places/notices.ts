import { type Notice, notice } from '../../lib/notice/notice.ts'
import { oneLine } from '../../lib/text/plain-text.ts'

/** Notices about the databases of places. */
export const placeNotices = {
  renewed: (file: string): Notice => notice('info', 'places_read', `The database of places ${file} was read.`),
  refused: (reason: string): Notice =>
    notice(
      'error',
      'places_refused',
      oneLine(
        `A database of places cannot be used, and what was read of it before, if anything, stays in use: ${reason}`,
      ),
    ),
  faulty: (file: string, reason: string): Notice =>
    notice('error', 'places_faulty', `The database of places ${file} ${reason}; download it anew.`),
}
