import { accessSync, constants, statSync } from 'node:fs'
import { insecurePart } from '../../../../lib/settings/insecure-part.ts'
import { codeOf } from '../../../../lib/system/errors.ts'
import { ownName, residentsIn } from '../../../../lib/system/users/passwd.ts'
import { shellWord } from '../../../../lib/text/shell-word.ts'
import type { ProgramRun } from '../../../config/mail-reports/mail-report-config.ts'

/** Starts programs with the rights of another user: of util-linux, which every system has. */
export const SETPRIV = '/usr/bin/setpriv'

/**
 * Why a section's program must not be run, or cannot be, a sentence each without a full stop: whoever can change it, or
 * one of these files of the configuration, which name it, decides what it does. What its arguments name is not looked
 * at.
 */
export function programFaults({ exec: [program], user }: ProgramRun, files: readonly string[]): readonly string[] {
  const insecure = [program, ...files].flatMap((path) => insecurePart(path) ?? [])
  if (insecure.length > 0) return [...new Set(insecure)]
  return [startFault(program), userFault(user)].filter((fault) => fault !== undefined)
}

function startFault(program: string): string | undefined {
  try {
    if (!statSync(program).isFile()) return `${program} is no file; correct exec`
    accessSync(program, constants.X_OK)
    return undefined
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    return `${program} cannot be run by user ${ownName()} (${code}); type: chmod a+rx ${shellWord(program)}`
  }
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
