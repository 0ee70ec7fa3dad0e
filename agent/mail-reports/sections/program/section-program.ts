import { ActionNeeded } from '../../../../lib/system/errors.ts'
import { type GroupResult, type GroupRun, runGroup } from '../../../../lib/system/processes/group-run.ts'
import { SETPRIV } from '../../../../lib/system/processes/setpriv.ts'
import { residentsIn } from '../../../../lib/system/users/passwd.ts'
import type { ProgramRun } from '../../../config/mail-reports/mail-report-config.ts'
import { sectionProgramFaults } from './section-program-faults.ts'

const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** What is kept of its standard error, in bytes, where nothing takes it. */
const KEPT = 16 * 1024

/** How a section's program ended. */
export type ProgramResult = Omit<GroupResult, 'end'> & {
  readonly end: Exclude<GroupResult['end'], { readonly unstarted: string }>
}

/**
 * Runs a section's program as its user, in a process group of its own that ends with it, in the folder `/`, with an
 * environment that depends on nothing but the user. Processes that leave the group (setsid(2)) live on: the unit's
 * cgroup ends them, under cron nobody does. `files` are those of the configuration. Throws `ActionNeeded` if it must
 * not or cannot be started, and `AbortError`.
 */
export async function runSectionProgram(
  program: ProgramRun,
  files: readonly string[],
  given: Pick<GroupRun, 'stdin' | 'takers' | 'signal'>,
): Promise<ProgramResult> {
  const faults = sectionProgramFaults(program, files)
  const { exec, user, timeout } = program
  const account = residentsIn('/etc/passwd').get(user)
  if (account === undefined || faults.length > 0) throw new ActionNeeded(faults.join('\n'))
  const { uid, gid, home } = account
  const env = { PATH, LC_ALL: 'C.UTF-8', HOME: home, SHELL: '/bin/sh', LOGNAME: user, USER: user }
  const dropped = ['--reuid', `${uid}`, '--regid', `${gid}`, '--init-groups', '--inh-caps=-all', '--', ...exec] as const
  const argv = process.geteuid?.() === uid ? exec : ([SETPRIV, ...dropped] as const)
  // The child has the umask of the moment at which it is started, in the same turn.
  const umask = process.umask(0o077)
  const run = runGroup({ argv, cwd: '/', env, timeout, bound: KEPT, ...given })
  process.umask(umask)
  const { end, ...rest } = await run
  given.signal.throwIfAborted()
  if ('unstarted' in end) throw new ActionNeeded(`${exec[0]} cannot be started (${end.unstarted})`)
  return { end, ...rest }
}
