import { existsSync } from 'node:fs'
import { ActionNeeded, codeOf } from '../../../lib/system/errors.ts'
import { NO_ACCESS_LOG } from '../../counters/traffic/site-log.ts'
import { discover } from '../../follow/discover.ts'

/** Where cPanel's Apache writes its logs (https://docs.cpanel.net, "The splitlogs Binary"). */
const DOMLOGS = '/etc/apache2/logs/domlogs'

/** Where Apache and nginx of Debian, then of Red Hat, write theirs. */
const USUAL_LOGS = [
  '/var/log/apache2/access.log',
  '/var/log/apache2/other_vhosts_access.log',
  '/var/log/httpd/access_log',
  '/var/log/httpd/ssl_access_log',
  '/var/log/nginx/access.log',
]

/** The access logs of this host: cPanel's, or else the usual ones that are there. Throws `ActionNeeded`. */
export async function hostAccessLogs(
  folder = DOMLOGS,
  usual: readonly string[] = USUAL_LOGS,
): Promise<readonly string[]> {
  const ofSites = await siteLogs(folder)
  const paths = ofSites.length > 0 ? ofSites : usual.filter((path) => existsSync(path))
  if (paths.length === 0) throw new ActionNeeded('traffic: none of the usual access logs is there; name files')
  return paths
}

/** The access logs of cPanel; none where that is not. */
export async function siteLogs(folder = DOMLOGS): Promise<readonly string[]> {
  try {
    return (await discover(`${folder}/*`, { excludes: NO_ACCESS_LOG })).paths
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    return []
  }
}
