import {
  closeSync,
  copyFileSync,
  fstatSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** One log file and what its writer meant to say in it. */
export class WrittenFile {
  readonly descriptor: number
  readonly inode: string
  /** The lines that stand in it whole. */
  lines: string[] = []
  /** What stands after its last newline. */
  rest = ''
  isDeleted = false

  constructor(path: string) {
    this.descriptor = openSync(path, 'a')
    this.inode = String(fstatSync(this.descriptor, { bigint: true }).ino)
  }

  write(text: string): void {
    writeSync(this.descriptor, text)
    const [last = '', ...before] = (this.rest + text).split('\n').toReversed()
    this.lines.push(...before.toReversed())
    this.rest = last
  }
}

/** How a rotation names what it takes from the path. */
export type Naming = 'numbered' | 'dated'

/**
 * A folder with a log, a program that writes numbered lines to it and keeps its file open until it is told to reopen the
 * path, and what administrators do to logs.
 */
export class LogWorld {
  readonly folder: string = mkdtempSync(join(tmpdir(), 'log-world-'))
  readonly path: string = join(this.folder, 'log')
  /** What was cut off from its line by a truncation; in the copy it looks like a last line without newline. */
  readonly cutOff = new Set<string>()
  /** Every file that ever stood at the path, and every copy, oldest first. */
  readonly files: WrittenFile[] = []
  /** The file at the path. */
  current: WrittenFile | undefined
  /** The file that the program writes to. */
  writing: WrittenFile
  readonly #naming: Naming
  #number = 0
  #date = 20260101

  constructor(naming: Naming) {
    this.#naming = naming
    this.writing = this.create()
  }

  /** Makes the file at the path where there is none. */
  create(): WrittenFile {
    if (this.current === undefined) {
      this.current = new WrittenFile(this.path)
      this.files.push(this.current)
    }
    return this.current
  }

  /** Writes whole lines, after the end of an unfinished one; all end alike, and most have one length. */
  write(count: number): void {
    for (let line = 0; line < count; line += 1) {
      this.#begin()
      this.finish()
    }
  }

  /** Writes a piece of a line. */
  writePiece(): void {
    if (this.writing.rest === '') this.#begin()
    else this.writing.write('-')
  }

  /** Ends the line that is unfinished. */
  finish(): void {
    if (this.writing.rest !== '') this.writing.write(' GET / 200 "s" "-" 2096\n')
  }

  /** The program ends its line, and opens the path anew. */
  reopen(): void {
    if (this.writing === this.current) return
    this.finish()
    this.writing = this.create()
  }

  /** Renames the file at the path as a rotation does; the program does not know yet. */
  rename(): void {
    if (this.current === undefined) return
    renameSync(this.path, this.#rotatedName())
    this.current = undefined
  }

  /** Copies the file at the path and truncates it. */
  copyTruncate(): void {
    if (this.current === undefined) return
    const copy = this.#rotatedName()
    copyFileSync(this.path, copy)
    this.files.push(new WrittenFile(copy))
    this.cutOff.add(this.current.rest)
    ftruncateSync(this.current.descriptor)
    this.current.lines = []
    this.current.rest = ''
  }

  delete(): void {
    if (this.current === undefined) return
    rmSync(this.path)
    this.current.isDeleted = true
    this.current = undefined
  }

  close(): void {
    for (const { descriptor } of this.files) closeSync(descriptor)
    rmSync(this.folder, { recursive: true })
  }

  #begin(): void {
    if (this.writing.rest === '') this.writing.write(`${this.#number}`.padStart(6, '0'))
    this.#number += 1
  }

  /** A free name for what is rotated away; numbered files move up for it. */
  #rotatedName(): string {
    this.#date += 1
    if (this.#naming === 'dated') return `${this.path}-${this.#date}`
    const numbers = readdirSync(this.folder)
      .map((name) => Number(name.slice('log.'.length)))
      .filter((number) => number > 0)
    for (const number of numbers.sort((a, b) => b - a)) {
      renameSync(`${this.path}.${number}`, `${this.path}.${number + 1}`)
    }
    return `${this.path}.1`
  }
}
