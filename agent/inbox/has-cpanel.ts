import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Whether cPanel, whose hooks write into an inbox, is installed on the host whose files are below `root`. */
export function hasCpanel(root: string): boolean {
  return existsSync(join(root, 'usr/local/cpanel/version'))
}
