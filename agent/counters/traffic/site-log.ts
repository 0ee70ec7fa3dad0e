import { basename, dirname } from 'node:path'

/** Folders in which each log is that of one web site. */
const OF_SITES: ReadonlySet<string> = new Set(['domlogs', 'access-logs'])

/** Names of what else stands in them: logs of bytes and of FTP, and what cPanel keeps about logs. */
export const NO_ACCESS_LOG = /-bytes_log$|-ftp_log|^ftpxferlog|\.bkup2?$|\.offset/

/** What cPanel adds to the name of a web site. */
const [ARCHIVED, SSL] = [/-[A-Z][a-z]{2}-\d{4}(?:\.gz)?$/, /-ssl_log$/]

/** Whether a log in a folder of cPanel is one of requests, by its path. */
export function isAccessLog(path: string): boolean {
  return !NO_ACCESS_LOG.test(basename(path))
}

/** The virtual host that a log is of, by its path: of logs in cPanel's folders, and of its archives. */
export function vhostOfLog(path: string): string | undefined {
  const name = basename(path)
  const folder = dirname(path)
  const isInFolder = OF_SITES.has(basename(folder)) || OF_SITES.has(basename(dirname(folder)))
  if (!isInFolder && !SSL.test(name) && !ARCHIVED.test(name)) return undefined
  return name.replace(ARCHIVED, '').replace(/\.gz$/, '').replace(SSL, '')
}
