import { join } from 'node:path'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../../lib/system/errors.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'
import { plainText } from '../../../lib/text/plain-text.ts'

/** What says which services are on. */
export const SWITCHES = 'chkservd.conf'

/** cPanel has some two dozen services of a line each; more is a mistake. */
const MOST = { files: 512, bytes: 64 * 1024 } as const

/** A line of chkservd's files that is neither empty nor a comment. */
export interface ChkservdLine {
  /** The name of its file; the folder's entries are names of services. */
  readonly file: string
  /** Path and line. */
  readonly place: string
  readonly text: string
}

/** What is in chkservd's folder. */
export interface ChkservdFiles {
  readonly lines: readonly ChkservdLine[]
  /** Files that cannot be used, a sentence for each. */
  readonly leftOut: readonly string[]
}

/** A name that a service can have, and a file of it. */
const NAME = /^[A-Za-z\d][\w.-]{0,62}$/

/**
 * Reads chkservd's folder. Throws `ActionNeeded` (exit 2) if it, or the file of its switches, cannot be read; `remedy`
 * says what then.
 */
export async function chkservdFiles(folder: string, remedy: string): Promise<ChkservdFiles> {
  const names = (await namesIn(folder, remedy)).toSorted()
  const [lines, leftOut]: [ChkservdLine[], string[]] = [[], []]
  for (const file of [SWITCHES, ...names.filter((name) => name !== SWITCHES)]) {
    const path = join(folder, file)
    try {
      if (!NAME.test(file)) throw new Error('it is called as no service can be')
      lines.push(...linesOf(file, path, await readRegularFile(path, { most: MOST.bytes })))
    } catch (error) {
      const why = plainText(`${path}: cannot be used: ${messageOf(error)}`)
      if (file === SWITCHES) throw new ActionNeeded(`${why}; ${remedy}`, EXIT.usage)
      leftOut.push(why)
    }
  }
  return { lines, leftOut }
}

async function namesIn(folder: string, remedy: string): Promise<readonly string[]> {
  const names: string[] = []
  try {
    for await (const entries of entriesOf(folder)) {
      names.push(...entries.map(({ name }) => name))
      if (names.length > MOST.files) throw new ActionNeeded(`it holds more than ${MOST.files} files`)
    }
  } catch (error) {
    const why = codeOf(error) ?? messageOf(error)
    throw new ActionNeeded(plainText(`${folder}: cannot be read (${why}); ${remedy}`), EXIT.usage)
  }
  return names
}

function linesOf(file: string, path: string, text: string): readonly ChkservdLine[] {
  return text
    .split('\n')
    .map((line, index) => ({ file, place: `${path}:${index + 1}`, text: line.trim() }))
    .filter((line) => line.text !== '' && !line.text.startsWith('#'))
}
