import { accessSync, constants } from 'node:fs'
import { programFaults } from '../../../../lib/settings/program-faults.ts'
import { SETPRIV } from '../../../../lib/system/processes/setpriv.ts'
import { ownName, residentsIn } from '../../../../lib/system/users/passwd.ts'
import type { ProgramRun } from '../../../config/mail-reports/mail-report-config.ts'

/**
 * Why a section's program must not be run as its user, or cannot be, a sentence each without a full stop; `files` are
 * those of the configuration, which name it.
 */
export function sectionProgramFaults(
  { exec: [program], user }: ProgramRun,
  files: readonly string[],
): readonly string[] {
  const faults = programFaults(program, files)
  const about = userFault(user)
  return about === undefined ? faults : [...faults, about]
}

function userFault(user: string): string | undefined {
  const account = residentsIn('/etc/passwd').get(user)
  if (account === undefined)
    return `user ${user} is not in /etc/passwd; name another, or type: useradd --system ${user}`
  const own = process.geteuid?.()
  if (own === account.uid) return undefined
  if (own !== 0) return `only root can run it as user ${user}; write user: ${ownName()}, or run the report as root`
  try {
    accessSync(SETPRIV, constants.X_OK)
    return undefined
  } catch {
    return `${SETPRIV} is missing, which starts it as user ${user}; install the package util-linux`
  }
}
