import { join } from 'node:path'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { runForRestart } from '../restarts/restart-program.ts'

/** What starts and stops all services. */
export const TARGET = 'spoor-agent.target'

const PROGRAM = 'usr/bin/systemctl'

/** Milliseconds; it waits until the services are up, for a minute each, or have ended. */
const PATIENCE = 180_000

/** What a person would type. */
export function systemctlLine(words: readonly string[]): string {
  return ['systemctl', ...words].join(' ')
}

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

/**
 * Whether a unit starts at the next boot: `enabled`, `disabled` and so on (systemctl(1)); undefined where there is no
 * such unit, or no systemd.
 */
export async function enablementOf(root: string, unit: string, signal: AbortSignal): Promise<string | undefined> {
  const state = await saidBySystemctl(root, ['is-enabled', unit], signal)
  return state === '' || state === 'not-found' ? undefined : state
}

/** Whether a unit starts at the next boot. */
export async function isUnitEnabled(root: string, unit: string, signal: AbortSignal): Promise<boolean> {
  return (await enablementOf(root, unit, signal))?.startsWith('enabled') === true
}
