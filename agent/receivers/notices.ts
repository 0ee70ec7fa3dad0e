import { type Notice, notice } from '../../lib/notice/notice.ts'

/** What is said of the delivery of reports. */
export const deliveryNotices = {
  apiUnreachable: (reason: string): Notice =>
    notice('warning', 'api_unreachable', `${reason} Reports wait in the spool and are tried again until they arrive.`),
  apiRefuses: (reason: string): Notice =>
    notice('error', 'api_refuses', `${reason} Reports wait in the spool; nothing is lost.`),
  apiReachable: (tries: number, length: string): Notice =>
    notice('notice', 'api_reachable', `The API is reachable again after ${length}; failed tries: ${tries}.`),
  compressionRefused: (): Notice =>
    notice(
      'warning',
      'compression_refused',
      'The API does not take compressed reports (HTTP 415), so they are sent as they are; set transmission.compress to none.',
    ),
  spoolUnusable: (reason: string): Notice => notice('error', 'spool_unusable', `${reason} It is tried again.`),
  spoolUsable: (length: string): Notice =>
    notice('notice', 'spool_usable', `The spool can be used again; it could not for ${length}.`),
  credentialsRenewed: (): Notice =>
    notice('notice', 'credentials_renewed', 'Secret and certificates were read again, and are used from now on.'),
  credentialsRefused: (reason: string): Notice =>
    notice('error', 'credentials_refused', `Secret and certificates are not changed, those before go on: ${reason}`),
}
