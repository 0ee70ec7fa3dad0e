import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { getSystemErrorMessage } from 'node:util'
import { ActionNeeded, EXIT } from '../system/errors.ts'
import { entriesOf } from '../system/files/folder-entries.ts'
import { readRegularFile } from '../system/files/regular-file.ts'
import { plainText } from '../text/plain-text.ts'
import { parsePosix } from './pattern.ts'
import { type ReadRules, rulesInDocument } from './rules-document.ts'

/** More is a mistake: all rules of logcheck together have 500 KB. */
const MOST = { bytes: 4 * 1024 ** 2, files: 2000 } as const

/** The names that run-parts(8) and logcheck take in a folder: no `.dpkg-old`, no `README.txt`. */
const NAME = /^[\w-]+$/

/**
 * The rules of a file, or of all files of a folder in the order of their names. `.yml` and `.yaml` hold a list below
 * `ignore`; all else is read as logcheck does: an extended regular expression of POSIX a line, `#` begins a comment.
 * Rules of logcheck that RE2 cannot run are left out and named. Throws `ActionNeeded` (exit 2) for all else; `option`
 * is what named the path.
 */
export async function readRules(path: string, option = '--rules'): Promise<ReadRules> {
  const all: ReadRules[] = []
  for (const file of await filesAt(path, option)) all.push(await rulesOf(file, option))
  return { rules: all.flatMap(({ rules }) => rules), faults: all.flatMap(({ faults }) => faults) }
}

async function filesAt(path: string, option: string): Promise<readonly string[]> {
  return orRefused(path, option, async () => {
    if (!(await stat(path)).isDirectory()) return [path]
    const names: string[] = []
    for await (const entries of entriesOf(path))
      names.push(...entries.filter((entry) => !entry.isDirectory() && NAME.test(entry.name)).map(({ name }) => name))
    if (names.length > MOST.files) throw new Error(`it has more than ${MOST.files} files`)
    return names.toSorted().map((name) => join(path, name))
  })
}

async function rulesOf(file: string, option: string): Promise<ReadRules> {
  const text = await orRefused(file, option, () => readRegularFile(file, { follow: true, most: MOST.bytes }))
  if (!/\.ya?ml$/i.test(file)) return rulesOfLogcheck(file, text)
  const read = rulesInDocument(file, text)
  if (read.faults.length > 0) throw new ActionNeeded(plainText(read.faults.join('; ')), EXIT.usage)
  return read
}

function rulesOfLogcheck(file: string, text: string): ReadRules {
  const [rules, faults]: [ReadRules['rules'][number][], string[]] = [[], []]
  for (const [index, line] of text.split('\n').entries()) {
    const from = `${file}:${index + 1}`
    const written = line.trimEnd()
    if (written === '' || written.startsWith('#')) continue
    const pattern = parsePosix(written)
    if ('fault' in pattern) faults.push(`${from}: ${pattern.fault}`)
    else rules.push({ from, condition: { pattern } })
  }
  return { rules, faults }
}

async function orRefused<T>(path: string, option: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Error)) throw error
    const why = 'errno' in error && typeof error.errno === 'number' ? getSystemErrorMessage(error.errno) : error.message
    throw new ActionNeeded(`${plainText(path)}: ${plainText(why)}; correct ${option}`, EXIT.usage, { cause: error })
  }
}
