import { accessSync, constants, statSync } from 'node:fs'
import { codeOf } from '../system/errors.ts'
import { ownName } from '../system/users/passwd.ts'
import { shellWord } from '../text/shell-word.ts'
import { insecurePart } from './insecure-part.ts'

/**
 * Why a program must not be run, or cannot be, a sentence each without a full stop: whoever can change it, or one of
 * these files of the configuration, which name it, decides what it does. What its arguments name is not looked at.
 */
export function programFaults(program: string, files: readonly string[]): readonly string[] {
  const insecure = [program, ...files].flatMap((path) => insecurePart(path) ?? [])
  if (insecure.length > 0) return [...new Set(insecure)]
  try {
    if (!statSync(program).isFile()) return [`${program} is no file; correct exec`]
    accessSync(program, constants.X_OK)
    return []
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    return [`${program} cannot be run by user ${ownName()} (${code}); type: chmod a+rx ${shellWord(program)}`]
  }
}
