import { type Notice, notice } from '../../lib/notice/notice.ts'
import type { Destination } from '../config/destination.ts'
import { spokenName } from '../spool/api-name.ts'

/** Notices about the processes themselves. */
export const roleNotices = {
  collectorStarted: (followers: number): Notice => notice('info', 'collector_started', `Logs to follow: ${followers}.`),
  collectorStopped: (): Notice =>
    notice('info', 'collector_stopped', 'The next start continues after what was sealed last.'),
  transmitterStarted: (receiver: string, host: string): Notice =>
    notice('info', 'transmitter_started', `Reporting to ${spokenName(receiver)} at ${host}.`),
  transmissionDisabled: ({ name, option }: Pick<Destination, 'name' | 'option'>): Notice =>
    notice(
      'notice',
      'transmission_disabled',
      `${option}.enabled is false: nothing is sent to ${spokenName(name)}, and its reports wait in the spool.`,
    ),
  noReceivers: (): Notice =>
    notice(
      'notice',
      'no_receivers',
      'The configuration names neither a receiver nor an alert: nothing is sent, and reports stay in the spool for spool.keep_transmitted.',
    ),
  transmitterStopped: (): Notice => notice('info', 'transmitter_stopped', 'What was not sent waits in the spool.'),
  noWork: (): Notice =>
    notice('notice', 'no_work', 'The configuration gives this service nothing to do, so it does not run.'),
  memoryExceeded: (taken: number): Notice =>
    notice(
      'error',
      'memory_exceeded',
      `The process takes ${Math.ceil(taken / 1024 ** 2)} MiB, more than limits.memory; it ends, and systemd restarts it. Nothing is lost.`,
    ),
}
