import { type Notice, notice } from '../../lib/notice/notice.ts'
import { contentInWords, type RefusedPart } from './reports/refused-part.ts'

const LEARNED_ANEW =
  'From where mailboxes are used is learned anew: for the next days (rules.place_learning) no place counts as new.'

/** Notices about the spool, its reports and the saved positions. */
export const spoolNotices = {
  spoolHeld: (reason: string): Notice =>
    notice('error', 'spool_held', `Reading has stopped, the logs are the buffer: ${reason}`),
  spoolReleased: (): Notice =>
    notice('notice', 'spool_released', 'Reports can be stored again; reading resumes where it stopped.'),
  checkpointsUnreadable: (file: string, reason: string): Notice =>
    notice(
      'error',
      'checkpoints_unreadable',
      `${file}: ${reason}; the previous positions are used, advanced by the reports in the spool; a log in neither begins at its configured start.`,
    ),
  checkpointsLost: (paths: readonly string[]): Notice =>
    notice(
      'error',
      'checkpoints_lost',
      `No saved positions are left: ${
        paths.length === 0 ? 'every log' : `${paths.join(', ')} resume after their newest reports, every other log`
      } begins at its configured start, see source_found; spoor-agent replay shows what that skips.`,
    ),
  checkpointsUnsaved: (file: string, reason: string): Notice =>
    notice(
      'warning',
      'checkpoints_unsaved',
      `${file}: cannot be saved (${reason}); the agent retries. Nothing is lost: the spool holds the events.`,
    ),
  lastingLost: (file: string, reason: string): Notice =>
    notice('error', 'places_lost', `${file}: ${reason}; it was renamed to ${file}.damaged. ${LEARNED_ANEW}`),
  lastingRemoved: (file: string): Notice =>
    notice(
      'warning',
      'places_removed',
      `${file}: somebody removed it; unless that was meant, find out who. ${LEARNED_ANEW}`,
    ),
  lastingFails: (file: string, reason: string): Notice =>
    notice(
      'warning',
      'places_unsaved',
      `${file}: ${reason}; the agent retries. Until then no place is learned: a new one may be told again (login_new_place), or none if the file cannot be read; everything else goes on.`,
    ),
  fileNotOurs: (file: string, reason: string): Notice =>
    notice(
      'warning',
      'spool_file_not_ours',
      `${file}: ${reason}; it is neither read nor sent. Remove it or, if it is a report, correct that.`,
    ),
  fileBroken: (file: string, reason: string): Notice =>
    notice('error', 'spool_file_broken', `${file}: ${reason}; it was moved to transmission_failed.`),
  reportRejected: (name: string, reason: string): Notice =>
    notice('error', 'report_rejected', `${name} was moved to transmission_failed: ${reason}`),
  reportDivided: (name: string, refused: readonly RefusedPart[]): Notice =>
    notice(
      'error',
      'report_divided',
      `${name} was accepted except for ${contentInWords(refused)}, which are in transmission_failed: ${refused[0]?.reason ?? ''}`,
    ),
  cursorUnreadable: (receiver: string, file: string): Notice =>
    notice(
      'warning',
      'cursor_unreadable',
      `${file}: not a cursor of this version; every report that still exists is sent to ${receiver} again.`,
      receiver,
    ),
  reportRefusedBy: (receiver: string, name: string, reason: string): Notice =>
    notice('error', 'receiver_refused', `${receiver} refused ${name}: ${reason}`, receiver),
  reportDividedBy: (receiver: string, name: string, refused: readonly RefusedPart[]): Notice =>
    notice(
      'error',
      'receiver_refused_entries',
      `${receiver} accepted ${name} except for ${contentInWords(refused)}: ${refused[0]?.reason ?? ''}`,
      receiver,
    ),
  reportTaken: (name: string, outcome: string): Notice =>
    notice('notice', 'report_taken', `${name} was taken out of parsed while it was being sent; ${outcome}`),
  /** Without a receiver it is the API that had refused the report. */
  reportRetried: (name: string, reason: string, receiver?: string): Notice =>
    notice(
      'notice',
      'report_retried',
      receiver === undefined
        ? `${name} was moved from transmission_failed to parsed by hand; it had failed: ${reason}`
        : `${name} waits for ${receiver} again, by hand; it had been refused: ${reason}`,
    ),
  reportAcknowledged: (name: string, reason: string, receiver?: string): Notice =>
    notice(
      'notice',
      'report_acknowledged',
      `${name} was acknowledged by hand; ${receiver === undefined ? 'it had failed' : `${receiver} had refused it`}: ${reason}`,
    ),
  reportDropped: (name: string, folder: string, held: string): Notice =>
    notice('notice', 'report_dropped', `${name} was dropped from ${folder} by hand; it held ${held}.`),
  reportsGivenUp: (receiver: string, count: number): Notice =>
    notice(
      'error',
      'receiver_behind',
      `${receiver}: its ${count} oldest waiting reports are no longer sent, because its backlog exceeds spool.max_size. See why it accepts none (spoor-agent status).`,
      receiver,
    ),
  reportsRemoved: (transmitted: number, failed: number): Notice =>
    notice(
      'info',
      'reports_removed',
      `Removed reports that were too old or took too much room: ${transmitted} from transmitted, ${failed} from transmission_failed.`,
    ),
  spoolNotPurged: (folder: string, reason: string): Notice =>
    notice(
      'warning',
      'spool_not_purged',
      `${folder}: old reports cannot be removed (${reason}); check the disk and the modes. The agent retries within an hour.`,
    ),
}
