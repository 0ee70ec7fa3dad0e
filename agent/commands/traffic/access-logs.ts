import { existsSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import { ActionNeeded, codeOf } from '../../../lib/system/errors.ts'
import { discover } from '../../follow/discover.ts'

/** Where cPanel's Apache writes its logs (https://docs.cpanel.net, "The splitlogs Binary"). */
const DOMLOGS = '/etc/apache2/logs/domlogs'

/** What else stands in that folder: logs of bytes and of FTP, and what cPanel keeps about logs. */
const NO_ACCESS_LOG = /-bytes_log$|-ftp_log|^ftpxferlog|\.bkup2?$|\.offset/

/** Where Apache and nginx of Debian, then of Red Hat, write theirs. */
const USUAL_LOGS = [
  '/var/log/apache2/access.log',
  '/var/log/apache2/other_vhosts_access.log',
  '/var/log/httpd/access_log',
  '/var/log/httpd/ssl_access_log',
  '/var/log/nginx/access.log',
]

/** Folders in which each log is that of one web site. */
const OF_SITES: ReadonlySet<string> = new Set(['domlogs', 'access-logs'])

/** What cPanel adds to the name of a web site. */
const [ARCHIVED, SSL] = [/-[A-Z][a-z]{2}-\d{4}(?:\.gz)?$/, /-ssl_log$/]

/** The access logs of this host: cPanel's, or else the usual ones that are there. Throws `ActionNeeded`. */
export async function hostAccessLogs(
  folder = DOMLOGS,
  usual: readonly string[] = USUAL_LOGS,
): Promise<readonly string[]> {
  const ofSites = await logsOfSites(folder)
  const paths = ofSites.length > 0 ? ofSites : usual.filter((path) => existsSync(path))
  if (paths.length === 0) throw new ActionNeeded('traffic: none of the usual access logs is there; name files')
  return paths
}

/** The virtual host that a log is of, by its path: of logs in cPanel's folders, and of its archives. */
export function vhostOfLog(path: string): string | undefined {
  const name = basename(path)
  const folder = dirname(path)
  const isInFolder = OF_SITES.has(basename(folder)) || OF_SITES.has(basename(dirname(folder)))
  if (!isInFolder && !SSL.test(name) && !ARCHIVED.test(name)) return undefined
  return name.replace(ARCHIVED, '').replace(/\.gz$/, '').replace(SSL, '')
}

/** None where cPanel is not. */
async function logsOfSites(folder: string): Promise<readonly string[]> {
  try {
    const { paths } = await discover(`${folder}/*`)
    return paths.filter((path) => !NO_ACCESS_LOG.test(basename(path)))
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    return []
  }
}
