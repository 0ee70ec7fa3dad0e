import { type Notice, notice } from '../../lib/notice/notice.ts'

/** Notices about the running hub. */
export const servingNotices = {
  stopped: (): Notice => notice('info', 'hub_stopped', 'The hub has answered everything and ends.'),
  restartNeeded: (): Notice =>
    notice(
      'warning',
      'restart_needed',
      'store, store_password_file or min_free has changed, which counts from the next start on: systemctl restart spoor-hub.',
    ),
  storeMade: (place: string): Notice =>
    notice(
      'notice',
      'store_made',
      `There was no store, so a new one was made: ${place}. If this hub had one before, its disk is not mounted, or store names another place: stop the hub, and bring the store back. Agents keep their reports meanwhile, as the new store knows none of them.`,
    ),
  storeStands: (reason: string): Notice =>
    notice(
      'error',
      'store_stands',
      `Nothing could be stored for five minutes (${reason}): reports wait with their agents, and alerts may be late. full: make room on the disk of the store; away: see whether its database runs.`,
    ),
  storeGone: (): Notice =>
    notice(
      'error',
      'store_gone',
      'The files of the store were removed, replaced or unmounted: nothing is taken, and reports wait with their agents. Bring them back as they were; or put a backup in their place, and restart the hub.',
    ),
  storeGoesOn: (): Notice => notice('notice', 'store_goes_on', 'The store takes what comes again.'),
  certificateRenewed: (): Notice =>
    notice('notice', 'certificate_renewed', 'The certificate was changed on disk; it is used from now on.'),
  certificateTime: (fault: string): Notice => notice('warning', 'certificate_time', `${fault}.`),
  certificateRefused: (reason: string): Notice =>
    notice(
      'error',
      'certificate_refused',
      `The certificate on the disk cannot be used, and the previous one stays active: ${reason}`,
    ),
}
