import { basename } from 'node:path'
import { BandwidthFold } from '../../../lib/mail-statistics/bandwidth-fold.ts'
import { ActionNeeded, codeOf } from '../../../lib/system/errors.ts'
import { parseSyslogLine } from '../../drivers/syslog-line.ts'
import { discover } from '../../follow/discover.ts'
import { sourceNamed, usualPath } from '../../sources/sources.ts'
import { BandwidthNumbers } from './bandwidth-numbers.ts'
import { type MailScene, saidOwners } from './mail-scene.ts'
import type { Numbers } from './printed-numbers.ts'

/** Where cPanel's Apache writes its logs (https://docs.cpanel.net, "The splitlogs Binary"). */
const DOMLOGS = '/etc/apache2/logs/domlogs'

/** The end of the name of a log of bytes; before it stands the domain. */
const BYTES_LOG = '-bytes_log'

/** Messages on their way that are known at most. */
const MOST_MESSAGES = 100_000

/** Counts bytes by account and day in the logs of all services. Throws `ActionNeeded`. */
export async function countedBandwidth(scene: MailScene): Promise<Numbers> {
  const { request, zone, since, now, screen, lines } = scene
  const accountOf = await saidOwners(scene)
  const options = { zone, accountOf, since, now, syslogHeader: parseSyslogLine, mostMessages: MOST_MESSAGES }
  const fold = new BandwidthFold(options)
  const numbers = new BandwidthNumbers(zone)
  const takerOf = (path: string): ((line: Buffer) => void) => {
    const domain = domainOf(path)
    return (line) => numbers.add(fold.take(line, domain))
  }
  for (const file of scene.files) await lines.named(file, takerOf(file))
  if (scene.files.length === 0) {
    const paths = (await usualLogs()).filter((path) => lines.isThere(path))
    if (paths.length === 0) throw new ActionNeeded('mail: none of the usual logs is there; name files')
    for (const path of paths) await lines.ofLog(path, since, takerOf(path))
  }
  numbers.add(fold.open())
  screen.say(`Lines of no known form: ${fold.unrecognised}.`)
  return numbers.numbers(request.form === 'table')
}

/** Undefined for other logs. A rotated copy has more behind. */
function domainOf(path: string): string | undefined {
  const name = basename(path)
  const end = name.indexOf(BYTES_LOG)
  return end <= 0 ? undefined : name.slice(0, end)
}

async function usualLogs(): Promise<readonly string[]> {
  const ofMail = (['exim', 'dovecot'] as const).map((name) => usualPath(sourceNamed(name)))
  return [...ofMail, `${DOMLOGS}/ftpxferlog`, ...(await bytesLogs())]
}

/** None where cPanel is not. */
async function bytesLogs(): Promise<readonly string[]> {
  try {
    return (await discover(`${DOMLOGS}/*${BYTES_LOG}`)).paths
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    return []
  }
}
