import { basename } from 'node:path'
import { BandwidthFold } from '../../../lib/mail-statistics/bandwidth-fold.ts'
import { domainOfBytesLog } from '../../../lib/mail-statistics/bytes-log-line.ts'
import { ActionNeeded, codeOf } from '../../../lib/system/errors.ts'
import { parseSyslogLine } from '../../drivers/syslog-line.ts'
import { discover } from '../../follow/discover.ts'
import { sourceNamed, usualPath } from '../../sources/sources.ts'
import { BYTES_LOGS, FTP_LOG } from '../../sources/transfer-logs.ts'
import { BandwidthNumbers } from './bandwidth-numbers.ts'
import { type MailScene, saidOwners } from './mail-scene.ts'
import type { Numbers } from './printed-numbers.ts'

/** Messages on their way that are known at most. */
const MOST_MESSAGES = 100_000

/** Counts bytes by account and day in the logs of all services. Throws `ActionNeeded`. */
export async function countedBandwidth(scene: MailScene): Promise<Numbers> {
  const { request, zone, since, now, screen, lines } = scene
  const accountOf = saidOwners(scene)
  const options = { zone, accountOf, since, syslogHeader: parseSyslogLine, mostMessages: MOST_MESSAGES }
  const fold = new BandwidthFold(options)
  const numbers = new BandwidthNumbers(zone)
  const takerOf = (path: string): ((line: Buffer) => void) => {
    const domain = domainOfBytesLog(basename(path))
    return (line) => {
      fold.take(line, { now, domain })
      numbers.add(fold.close())
    }
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

async function usualLogs(): Promise<readonly string[]> {
  const ofMail = (['exim', 'dovecot'] as const).map((name) => usualPath(sourceNamed(name)))
  return [...ofMail, FTP_LOG, ...(await bytesLogs())]
}

/** None where cPanel is not. */
async function bytesLogs(): Promise<readonly string[]> {
  try {
    return (await discover(BYTES_LOGS)).paths
  } catch (error) {
    if (codeOf(error) === undefined) throw error
    return []
  }
}
