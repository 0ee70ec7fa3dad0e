import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { backstopStatus } from '../status/backstop-status.ts'
import { backstopLine, backstopWarnings } from '../status/backstop-view.ts'
import type { Finding } from './finding.ts'

/**
 * Whether forwards and filters that no log tells are looked for where there is cPanel; `root` is where the files of the
 * host are. No fault: all else works without.
 */
export async function backstopFindings(spool: string, root = '/'): Promise<readonly Finding[]> {
  if (!existsSync(join(root, 'etc/userdomains'))) return []
  const found = (state: Finding['state'], text: string): Finding => ({ check: 'backstop', state, text })
  const status = await backstopStatus(spool, { root })
  if (status === undefined)
    return [
      found(
        'warning',
        'backstop: nothing looks for forwards and filters that no log tells; install the package, or run spoor-agent backstop by cron',
      ),
    ]
  const inbox = `${spool}-inbox/backstop`
  if (status.state !== 'off' && !existsSync(inbox) && existsSync(dirname(spool)))
    return [found('warning', `backstop: ${inbox} is missing; type: install -d -o root -g spoor -m 2770 ${inbox}`)]
  const warnings = backstopWarnings(status).map(({ text }) => found('warning', `backstop: ${text}`))
  return warnings.length > 0
    ? warnings
    : [found(status.state === 'off' ? 'warning' : 'ok', `backstop: ${backstopLine(status)}`)]
}
