import {
  closeSync,
  copyFileSync,
  fstatSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** One log file, and what its writer meant to write to it. */
export class WrittenFile {
  readonly descriptor: number
  #isOpen = true
  /** Its inode, and that of its compressed form. */
  readonly inodes: string[]
  /** Whether a rotation copied it from another file; only its content identifies it. */
  isCopy = false
  /** Its complete lines. */
  lines: string[] = []
  /** What is after its last newline. */
  rest = ''
  /** Whether its rest was begun by a program that writes elsewhere now. */
  isTorn = false
  isDeleted = false

  constructor(path: string) {
    this.descriptor = openSync(path, 'a')
    this.inodes = [String(fstatSync(this.descriptor, { bigint: true }).ino)]
  }

  /** Nobody writes to it any more, so a later file may reuse its inode. */
  close(): void {
    if (this.#isOpen) closeSync(this.descriptor)
    this.#isOpen = false
  }

  write(text: string): void {
    writeSync(this.descriptor, text)
    const [last = '', ...before] = (this.rest + text).split('\n').toReversed()
    this.lines.push(...before.toReversed())
    this.rest = last
  }
}

/** How rotations name files; `astray`: by a clock that goes back and forth, so that names do not tell the order. */
export type Naming = 'numbered' | 'dated' | 'astray'

/**
 * A folder with a log; a program that writes numbered lines to it and keeps its file open until it is told to reopen
 * the path; and what administrators do to logs.
 */
export class LogWorld {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'log-world-'))
  readonly path: string = join(this.folder, 'log')
  /** Unfinished lines cut off by a truncation; in the copy they look like a last line without a newline. */
  readonly cutOff = new Set<string>()
  /** Every file that was ever at the path, and every copy, oldest first. */
  readonly files: WrittenFile[] = []
  /** The file at the path. */
  current: WrittenFile | undefined
  /** The file that the program writes to. */
  writing: WrittenFile
  readonly #naming: Naming
  /** How files were rotated so far; with compression the model allows one way for each log, as logrotate does. */
  readonly ways = new Set<'rename' | 'copy'>()
  isCompressing = false
  /** Whether two files had the same content, so that lines of one generation are not read in order. */
  isReplaced = false
  #number = 0
  #date = 20260101

  constructor(naming: Naming) {
    this.#naming = naming
    this.writing = this.create()
  }

  get isAstray(): boolean {
    return this.#naming === 'astray'
  }

  /** Makes the file at the path if there is none. */
  create(): WrittenFile {
    if (this.current === undefined) {
      this.current = new WrittenFile(this.path)
      this.files.push(this.current)
    }
    return this.current
  }

  /** Finishes an unfinished line and writes complete ones; all end alike, and most have the same length. */
  write(count: number): void {
    for (let line = 0; line < count; line += 1) {
      this.#begin()
      this.finish()
    }
  }

  /** Writes a piece of a line. */
  writePiece(): void {
    if (this.writing.rest === '' || this.writing.isTorn) this.#begin()
    else this.writing.write('-')
  }

  /** Ends the line that is unfinished. */
  finish(): void {
    if (this.writing.rest !== '' && !this.writing.isTorn) this.writing.write(' GET / 200 "s" "-" 2096\n')
  }

  /** The program finishes its line and reopens the path. */
  reopen(): void {
    if (this.writing === this.current) return
    this.finish()
    this.writing = this.create()
  }

  /** Renames the file at the path as a rotation does; the program does not know yet. */
  rename(): void {
    if (this.current === undefined || !this.#mayRotateBy('rename')) return
    renameSync(this.path, this.#rotatedName())
    this.current = undefined
  }

  /** Copies the file at the path and truncates it. */
  copyTruncate(): void {
    if (this.current === undefined || !this.#mayRotateBy('copy')) return
    const copy = this.#rotatedName()
    copyFileSync(this.path, copy)
    const { lines, rest, descriptor } = this.current
    this.files.push(Object.assign(new WrittenFile(copy), { lines, isCopy: true }))
    this.cutOff.add(rest)
    ftruncateSync(descriptor)
    this.current.lines = []
    this.current.rest = ''
  }

  /** Compresses the newest rotated file, unless the program still writes to it. */
  compress(): void {
    const [newest] = this.#rotatedNames()
    if (newest === undefined || this.ways.size > 1 || this.isAstray) return
    const inode = String(statSync(newest, { bigint: true }).ino)
    const file = this.files.find((each) => !each.isDeleted && each.inodes.at(-1) === inode)
    if (file === undefined || file === this.writing) return
    this.isCompressing = true
    writeFileSync(`${newest}.gz`, gzipSync(readFileSync(newest)))
    rmSync(newest)
    file.inodes.push(String(statSync(`${newest}.gz`, { bigint: true }).ino))
    file.close()
  }

  /** Replaces the file by a copy, as an editor or a backup does; the program keeps writing to the old file. */
  replace(): void {
    if (this.current === undefined) return
    this.#putInPlace(this.current, this.current.lines)
  }

  /** Replaces the file by a copy without the older half of the lines, or without every third one. */
  prune(way: 'older half' | 'every third'): void {
    if (this.current === undefined) return
    const { lines } = this.current
    const isKept = (index: number): boolean => (way === 'older half' ? index >= lines.length / 2 : index % 3 !== 2)
    this.#putInPlace(
      this.current,
      lines.filter((_, index) => isKept(index)),
    )
  }

  #putInPlace(former: WrittenFile, lines: readonly string[]): void {
    const copy = `${this.folder}/.log`
    const file = new WrittenFile(copy)
    file.write(lines.map((line) => `${line}\n`).join('') + former.rest)
    file.isTorn = former.rest !== ''
    this.cutOff.add(former.rest)
    renameSync(copy, this.path)
    former.isDeleted = true
    this.isReplaced = true
    this.current = file
    this.files.push(file)
  }

  delete(): void {
    if (this.current === undefined) return
    rmSync(this.path)
    this.current.isDeleted = true
    this.current = undefined
  }

  close(): void {
    for (const file of this.files) file.close()
    rmSync(this.folder, { recursive: true })
  }

  #mayRotateBy(way: 'rename' | 'copy'): boolean {
    if (this.isCompressing && !this.ways.has(way)) return false
    this.ways.add(way)
    return true
  }

  #begin(): void {
    const { rest, isTorn } = this.writing
    if (rest === '' || isTorn) this.writing.write(`${this.#number}`.padStart(6, '0'))
    this.writing.isTorn = false
    this.#number += 1
  }

  /** A free name for a rotated file; numbered files move up for it. */
  #rotatedName(): string {
    this.#date += 1
    if (this.#naming === 'dated') return `${this.path}-${this.#date}`
    if (this.isAstray) return `${this.path}-${20260500 + (this.#date % 2 === 0 ? 1 : -1) * (this.#date % 100)}`
    for (const name of readdirSync(this.folder).sort((a, b) => numberOf(b) - numberOf(a))) {
      const number = numberOf(name)
      const form = name.endsWith('.gz') ? '.gz' : ''
      if (number > 0) renameSync(join(this.folder, name), `${this.path}.${number + 1}${form}`)
    }
    return `${this.path}.1`
  }

  /** The uncompressed rotated files, newest first. */
  #rotatedNames(): string[] {
    const names = readdirSync(this.folder).filter((name) => name !== 'log' && !name.endsWith('.gz'))
    const sorted =
      this.#naming !== 'numbered' ? names.sort().toReversed() : names.sort((a, b) => numberOf(a) - numberOf(b))
    return sorted.map((name) => join(this.folder, name))
  }
}

function numberOf(name: string): number {
  return Number(/^log\.(\d+)/.exec(name)?.[1] ?? 0)
}
