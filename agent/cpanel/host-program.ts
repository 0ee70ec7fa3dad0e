import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ActionNeeded } from '../../lib/system/errors.ts'

/** Milliseconds; a transaction of dnf or apt may be waiting. */
const PATIENCE = 60_000

/** The state of a unit: `active`, `inactive`, `failed` (systemctl(1)); `unknown` if systemd says nothing. */
export function unitState(root: string, unit: string): string {
  const { stdout } = spawnSync(join(root, 'usr/bin/systemctl'), ['is-active', unit], {
    encoding: 'utf8',
    timeout: PATIENCE,
  })
  return stdout?.trim() || 'unknown'
}

/** Makes chkservd reread its files. Throws `ActionNeeded` if that fails. */
export function restartChkservd(root: string): void {
  const program = join(root, 'usr/local/cpanel/scripts/restartsrv_chkservd')
  // The daemon that it starts would keep the agent's umask, and hold a pipe of ours open.
  const umask = process.umask(0o022)
  const { error, signal, status } = spawnSync(program, { stdio: 'ignore', timeout: PATIENCE, killSignal: 'SIGKILL' })
  process.umask(umask)
  if (status === 0) return
  const failure = status === null ? (error?.message ?? signal) : `exit code ${status}`
  throw new ActionNeeded(
    `${program}: it failed (${failure}). chkservd's files are right, but it may not have read them: run it by hand.`,
  )
}
