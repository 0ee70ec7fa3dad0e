import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ActionNeeded } from '../../lib/system/errors.ts'

/** What starts and stops all services. */
export const TARGET = 'spoor-agent.target'

/** Milliseconds; it waits until the services are up, or have ended. */
const PATIENCE = 180_000

/**
 * Whether a unit is enabled on the host whose files are below `root`: `enabled`, `disabled` and so on (systemctl(1));
 * undefined where there is no such unit, or no systemd.
 */
export function enablementOf(root: string, unit: string): string | undefined {
  const { stdout } = spawnSync(programBelow(root), ['is-enabled', unit], { encoding: 'utf8', timeout: PATIENCE })
  const state = stdout?.trim() ?? ''
  return state === '' || state === 'not-found' ? undefined : state
}

/** What a person would type. */
export function systemctlLine(words: readonly string[]): string {
  return ['systemctl', ...words].join(' ')
}

/** Runs it. Throws `ActionNeeded` if it fails, is not there, or takes too long. */
export function systemctl(root: string, words: readonly string[]): void {
  const { error, signal, status } = spawnSync(programBelow(root), words, {
    stdio: 'ignore',
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
  })
  if (status === 0) return
  const failure = status === null ? (error?.message ?? signal) : `exit code ${status}`
  throw new ActionNeeded(`${systemctlLine(words)}: it failed (${failure}); type it to see why.`)
}

function programBelow(root: string): string {
  return join(root, 'usr/bin/systemctl')
}
