import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ActionNeeded } from '../../lib/system/errors.ts'

/** Milliseconds; a transaction of dnf or apt may be waiting for the end of it. */
const PATIENCE = 60_000

/** What systemd says of a unit: `active`, `inactive`, `failed` (systemctl(1)); `unknown` where it says nothing. */
export function unitState(root: string, unit: string): string {
  const { stdout } = spawnSync(join(root, 'usr/bin/systemctl'), ['is-active', unit], {
    encoding: 'utf8',
    timeout: PATIENCE,
  })
  return stdout?.trim() || 'unknown'
}

/** Makes chkservd read its files again. Throws `ActionNeeded` where that did not work. */
export function restartChkservd(root: string): void {
  const program = join(root, 'usr/local/cpanel/scripts/restartsrv_chkservd')
  // The daemon that it starts would keep the agent's umask, and a pipe of ours open.
  const umask = process.umask(0o022)
  const { error, signal, status } = spawnSync(program, { stdio: 'ignore', timeout: PATIENCE, killSignal: 'SIGKILL' })
  process.umask(umask)
  if (status === 0) return
  const failure = status === null ? (error?.message ?? signal) : `exit code ${status}`
  throw new ActionNeeded(
    `${program}: it did not work (${failure}). The files of chkservd are as they should be, but it may not have read them: run it by hand.`,
  )
}
