import type { MailConfig } from '../../config/config.ts'
import type { CountedLog } from '../counter.ts'

/**
 * The logs that a counter of mail wants; a path may have a `*` in its last part. Exim's is `mail` whatever is counted
 * in it; those of bandwidth alone are `bandwidth`.
 */
export function mailLogs({ send, logs }: MailConfig): readonly CountedLog[] {
  const further = send.includes('bandwidth') ? [...logs.dovecot, logs.ftp, logs.bytes] : []
  return [
    ...logs.exim.map((path) => ({ source: 'mail', path })),
    ...further.map((path) => ({ source: 'bandwidth', path })),
  ]
}
