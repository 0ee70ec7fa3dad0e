import { type Dirent, readdirSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { codeOf } from '../system/errors.ts'
import { isCopyName } from './copy-name.ts'

/** Whether a path stands for all logs of its folder with such names: its last part holds a `*`. */
export function isPattern(path: string): boolean {
  return basename(path).includes('*')
}

/** Whether a pattern means this path: `*` is any characters, none too; a name that begins with a dot, or of a copy, is not meant. */
export function fits(pattern: string, path: string): boolean {
  const name = basename(path)
  if (dirname(pattern) !== dirname(path) || name.startsWith('.') || isCopyName(name)) return false
  const pieces = basename(pattern).split('*')
  const [first = '', last = ''] = [pieces[0], pieces.at(-1)]
  if (!name.startsWith(first)) return false
  let at = first.length
  for (const piece of pieces.slice(1, -1)) {
    const found = name.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return name.length >= at + last.length && name.endsWith(last)
}

/** The files that a pattern means now, by name; none where the folder is missing. Throws the system's error where it cannot be read. */
export function discover(pattern: string): readonly string[] {
  const folder = dirname(pattern)
  return entriesOf(folder)
    .filter((entry) => fits(pattern, join(folder, entry.name)) && isFile(folder, entry))
    .map(({ name }) => join(folder, name))
    .sort()
}

function entriesOf(folder: string): Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}

/** Of a link, what it leads to. */
function isFile(folder: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isFile()
  return statSync(join(folder, entry.name), { throwIfNoEntry: false })?.isFile() === true
}
