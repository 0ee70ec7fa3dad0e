import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { ActionNeeded } from '../system/errors.ts'

/** The end of a transaction of dnf or apt waits for it. */
const PATIENCE = 60_000

/** What systemd says of a unit: `active`, `inactive`, `failed` (systemctl(1)); `unknown` where it says nothing. */
export async function unitState(root: string, unit: string): Promise<string> {
  const { stdout } = await run(join(root, 'usr/bin/systemctl'), ['is-active', unit])
  return stdout.trim() || 'unknown'
}

/** Makes chkservd read its files again. Throws `ActionNeeded` where that did not work. */
export async function restartChkservd(root: string): Promise<void> {
  const program = join(root, 'usr/local/cpanel/scripts/restartsrv_chkservd')
  const { failure } = await run(program, [])
  if (failure === undefined) return
  throw new ActionNeeded(
    `${program}: it did not work (${failure}). The files of chkservd are as they should be, but it may not have read them: run it by hand.`,
  )
}

function run(program: string, args: readonly string[]): Promise<{ stdout: string; failure: string | undefined }> {
  return new Promise((resolve) => {
    execFile(program, args, { timeout: PATIENCE, killSignal: 'SIGKILL' }, (error, stdout) => {
      if (error === null) return resolve({ stdout, failure: undefined })
      const { code, signal } = error
      resolve({ stdout, failure: typeof code === 'number' ? `exit code ${code}` : (signal ?? code ?? 'no answer') })
    })
  })
}
