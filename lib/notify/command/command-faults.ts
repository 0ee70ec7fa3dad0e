import { accessSync, constants, statSync } from 'node:fs'
import { insecurePart } from '../../settings/insecure-part.ts'
import { codeOf } from '../../system/errors.ts'
import { ownName } from '../../system/users/passwd.ts'
import { shellWord } from '../../text/shell-word.ts'
import type { CommandSettings } from './command-settings.ts'

/**
 * Why the program must not be run, or cannot be, a sentence each: whoever can change it, or a file of the configuration
 * that names it, decides what it does.
 */
export function commandFaults({ option, exec: [program], files }: CommandSettings): readonly string[] {
  const insecure = [program, ...files].flatMap((path) => insecurePart(path) ?? [])
  if (insecure.length > 0) return [...new Set(insecure)].map((fault) => `${option}: ${fault}`)
  const fault = programFault(program)
  return fault === undefined ? [] : [`${option}: ${program} ${fault}`]
}

function programFault(program: string): string | undefined {
  try {
    if (!statSync(program).isFile()) return 'is no file; correct exec'
    accessSync(program, constants.X_OK)
    return undefined
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    return `cannot be run by user ${ownName()} (${code}); type: chmod a+rx ${shellWord(program)}`
  }
}
