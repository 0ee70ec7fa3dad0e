import type { Follower, MailConfig } from '../../config/config.ts'

/**
 * The logs that a counter of mail wants, each from its end. Exim's is `mail` whatever is counted in it; those of
 * bandwidth alone are `bandwidth`, and a host may be without some of them.
 */
export function mailLogs({ send, logs }: MailConfig): readonly Follower[] {
  const { exim, dovecot, ftp, bytes } = logs
  const ofMail = exim.map((path) => followed('mail', 'exim', path))
  if (!send.includes('bandwidth')) return ofMail
  return [
    ...ofMail,
    ...dovecot.map((path) => followed('bandwidth', 'dovecot', path)),
    followed('bandwidth', 'ftp', ftp),
    followed('bandwidth', 'bytes', bytes),
  ]
}

function followed(source: 'mail' | 'bandwidth', key: keyof MailConfig['logs'], path: string): Follower {
  const option = `mail.statistics.logs.${key}`
  return { source, option, path, optional: source === 'bandwidth', start: 'end', zone: undefined }
}
