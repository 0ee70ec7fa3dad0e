import { type Notice, notice } from '../../lib/notice/notice.ts'
import type { OutageNotices } from './receiver.ts'

/** Notices about delivery to any receiver. */
export const deliveryNotices = {
  spoolUnusable: (reason: string): Notice =>
    notice('error', 'spool_unusable', `${reason} The transmitter keeps trying.`),
  spoolUsable: (length: string): Notice =>
    notice('notice', 'spool_usable', `The spool can be used again after ${length}.`),
}

/** Notices about the Spoor API. */
export const apiNotices = {
  unreachable: (reason: string): Notice =>
    notice('warning', 'api_unreachable', `${reason} Reports wait in the spool and are tried again until they arrive.`),
  refuses: (reason: string): Notice =>
    notice('error', 'api_refuses', `${reason} Reports wait in the spool; nothing is lost.`),
  reachable: (tries: number, length: string): Notice =>
    notice('notice', 'api_reachable', `The API is reachable again after ${length}; failed tries: ${tries}.`),
  compressionRefused: (option: string): Notice =>
    notice(
      'warning',
      'compression_refused',
      `The API refuses compressed reports (HTTP 415); they are sent uncompressed. Set ${option}.compress to none.`,
    ),
  credentialsRenewed: (option: string): Notice =>
    notice('notice', 'credentials_renewed', `${option}: the secret and certificates were read again and are in use.`),
  credentialsRefused: (option: string, reason: string): Notice =>
    notice(
      'error',
      'credentials_refused',
      `${option}: new secret or certificate refused; the previous one stays active: ${reason}`,
    ),
}

/** Notices about outages of a receiver that has none of its own. */
export function outageNotices(receiver: string): OutageNotices {
  return {
    unreachable: (reason) =>
      notice(
        'warning',
        'receiver_unreachable',
        `${receiver}: ${reason} Its reports wait in the spool and are tried again until they arrive.`,
      ),
    refuses: (reason) =>
      notice('error', 'receiver_refuses', `${receiver}: ${reason} Its reports wait in the spool; nothing is lost.`),
    reachable: (tries, length) =>
      notice('notice', 'receiver_reachable', `${receiver}: reachable again after ${length}; failed tries: ${tries}.`),
  }
}
