import { join } from 'node:path'
import { readRegularFileSync } from '../../../lib/system/files/regular-file.ts'
import type { DiskSettings } from './disk-settings.ts'

/** From which share on a disk is a warning, or has failed. */
export interface Thresholds {
  readonly warning: number
  readonly critical: number
}

/** cPanel's own defaults for the system; 80 and 90 are those for the quotas of accounts. */
const USUAL = { warning: 0.8255, critical: 0.9255 }

/** What holds: as written, else as in cPanel's configuration of the host below `root`, else as usual. */
export function thresholdsFor({ warning, critical }: DiskSettings, root: string): Thresholds {
  const configured = cpanelConfig(root)
  const share = (kind: string, usual: number): number => {
    const value = Number(configured.get(`system_diskusage_${kind}_percent`))
    return value > 0 && value <= 100 ? value / 100 : usual
  }
  return {
    warning: warning ?? Math.min(share('warn', USUAL.warning), critical ?? 1),
    critical: critical ?? Math.max(share('critical', USUAL.critical), warning ?? 0),
  }
}

/** Lines of `key=value` (docs.cpanel.net, The cpanel.config file); none where there is no cPanel. */
function cpanelConfig(root: string): ReadonlyMap<string, string> {
  try {
    const { text } = readRegularFileSync(join(root, 'var/cpanel/cpanel.config'), { most: 1024 * 1024 })
    return new Map(
      text.split('\n').map((line) => [line.split('=', 1)[0] ?? '', line.slice(line.indexOf('=') + 1).trim()]),
    )
  } catch {
    return new Map()
  }
}
