import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { entriesIn, inFolder, textOfLink } from '../../lib/system/files/held-folder.ts'
import { readRegularFileSync } from '../../lib/system/files/regular-file.ts'
import { OLD_PROGRAMS, type OldUnit } from './old-units.ts'

/** A file that a process has open. */
export interface OpenedFile {
  readonly path: string
  readonly inode: string
  /** The position after what the process has read. */
  readonly offset: number
}

/**
 * The numbers of the processes that do such work of App::Spoor, however they were started. It runs as root, who owns
 * /proc, too: whatever an account calls its own process does not count.
 */
export function oldProcesses(root: string, work: OldUnit['work']): readonly number[] {
  const proc = join(root, 'proc')
  const names = entriesOf(proc).filter((name) => /^\d+$/.test(name))
  return names
    .filter((name) => ownerOf(join(proc, name)) === ownerOf(proc))
    .filter((name) => wordsOf(join(proc, name)).some((word) => isProgram(word, OLD_PROGRAMS[work])))
    .map(Number)
}

/** The files that a process has open, from proc(5); none if it is gone. */
export function openedFiles(root: string, pid: number): readonly OpenedFile[] {
  const folder = join(root, 'proc', String(pid))
  return entriesOf(join(folder, 'fd')).flatMap((name) => {
    const file = join(folder, 'fd', name)
    const [, offset] = /^pos:\s+(\d{1,15})$/m.exec(textOf(join(folder, 'fdinfo', name))) ?? []
    try {
      const path = textOfLink(file) ?? ''
      if (offset === undefined || !path.startsWith('/')) return []
      return [{ path, inode: String(statSync(file, { bigint: true }).ino), offset: Number(offset) }]
    } catch {
      return []
    }
  })
}

/** Perl gets a script by its path. */
function isProgram(word: string, name: string): boolean {
  return word.startsWith('/') && basename(word) === name
}

/** Undefined once it is gone. */
function ownerOf(folder: string): number | undefined {
  return statSync(folder, { throwIfNoEntry: false })?.uid
}

/** The first words of what a process was started with: an interpreter, its options, a script. */
function wordsOf(folder: string): readonly string[] {
  return textOf(join(folder, 'cmdline')).split('\0').slice(0, 4)
}

function entriesOf(folder: string): readonly string[] {
  try {
    return inFolder(folder, (held) => [...entriesIn(held)].map(({ name }) => name)) ?? []
  } catch {
    // The process ended meanwhile.
    return []
  }
}

function textOf(file: string): string {
  try {
    return readRegularFileSync(file, { most: 1024 ** 2 }).text
  } catch {
    return ''
  }
}
