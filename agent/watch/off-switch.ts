import { existsSync } from 'node:fs'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import type { OffSwitch } from '../config/checks/check-config.ts'

/** chkservd.conf has a line for each service. */
const MOST = 64 * 1024

/** What switches a check off now, in words; undefined if nothing does. What cannot be read does not. */
export async function offReason(switches: readonly OffSwitch[]): Promise<string | undefined> {
  for (const { path, line } of switches) {
    if (line === undefined && existsSync(path)) return `${path} is there`
    if (line !== undefined && (await hasLine(path, line))) return `${path} says ${line}`
  }
  return undefined
}

/** Whether a file has a line, but for blanks at its ends. */
async function hasLine(path: string, line: string): Promise<boolean> {
  const text = await readRegularFile(path, { follow: true, most: MOST }).catch(() => '')
  return text.split('\n').some((each) => each.trim() === line)
}
