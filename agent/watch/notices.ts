import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about checks. */
export const watchNotices = {
  started: (checks: number): Notice => notice('info', 'watcher_started', `Checks to run: ${checks}.`),
  stopped: (): Notice => notice('info', 'watcher_stopped', 'The next start goes on with the states of the checks.'),
  changed: (words: string): Notice => notice('notice', 'check_changed', `${words}.`),
  found: (checks: readonly string[]): Notice =>
    notice('notice', 'checks_found', `Found here, and checked from now on: ${checks.join(', ')}.`),
  unfound: (where: string, reason: string): Notice => notice('warning', 'checks_unfound', `${where}: ${reason}.`),
  lost: (folder: string): Notice =>
    notice(
      'warning',
      'checks_forgotten',
      `${folder}/checks.json: it cannot be understood; all checks begin anew, and what was down may be told again.`,
    ),
  unsaved: (folder: string, reason: string): Notice =>
    notice(
      'warning',
      'checks_unsaved',
      `${folder}: the states of checks cannot be saved (${reason}); they are tried again, and after a restart events may be told twice.`,
    ),
  unlogged: (path: string, reason: string): Notice =>
    notice(
      'warning',
      'checks_unlogged',
      `${path}: rounds of checks cannot be written (${reason}); they are lost, and the next one is tried.`,
    ),
  untold: (count: number, inbox: string, reason: string): Notice =>
    notice(
      'warning',
      'checks_untold',
      `${inbox}: it takes no event of a check (${reason}); ${count === 1 ? '1 event waits' : `${count} events wait`}, and the next run tries again.`,
    ),
}
