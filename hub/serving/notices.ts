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
  certificateRenewed: (): Notice =>
    notice('notice', 'certificate_renewed', 'The certificate was changed on disk; it is used from now on.'),
  certificateRefused: (reason: string): Notice =>
    notice(
      'error',
      'certificate_refused',
      `The certificate on the disk cannot be used, and the previous one stays active: ${reason}`,
    ),
}
