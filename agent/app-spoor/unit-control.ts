import { join } from 'node:path'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { runForRestart } from '../restarts/restart-program.ts'
import { systemctlLine } from '../setup/systemctl.ts'

const PROGRAM = 'usr/bin/systemctl'

/** Milliseconds; the collector's unit waits a minute for its start. */
const PATIENCE = 120_000

/** What systemctl of the host says to these words, cut of white space; it may fail, as `is-active` does to say no. */
export async function saidBySystemctl(root: string, words: readonly string[], signal: AbortSignal): Promise<string> {
  const { stdout } = await runForRestart([join(root, PROGRAM), ...words], PATIENCE, signal)
  return stdout.trim()
}

/** Has systemctl of the host change units. Throws `ActionNeeded` with what it said if it fails. */
export async function changeUnits(root: string, words: readonly string[], signal: AbortSignal): Promise<void> {
  const { isGood, failure, stderr } = await runForRestart([join(root, PROGRAM), ...words], PATIENCE, signal)
  if (isGood) return
  const said = plainText(stderr.trim().split('\n')[0] ?? '').slice(0, 300)
  throw new ActionNeeded(`${systemctlLine(words)}: ${failure}${said === '' ? '' : `: ${said}`}`)
}

/** Whether a unit runs, or is about to be started again. */
export async function isUnitActive(root: string, unit: string, signal: AbortSignal): Promise<boolean> {
  const state = await saidBySystemctl(root, ['is-active', unit], signal)
  return ['active', 'activating', 'reloading', 'deactivating'].includes(state)
}

/** Whether a unit starts at the next boot. */
export async function isUnitEnabled(root: string, unit: string, signal: AbortSignal): Promise<boolean> {
  return (await saidBySystemctl(root, ['is-enabled', unit], signal)).startsWith('enabled')
}
