import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { NumberedLine } from '../torture/numbered-line.ts'
import { copyTruncate, rotate } from '../torture/rotation.ts'

/** What a log must know about its reader, to be rotated only when that loses nothing. */
export interface Reader {
  /** Whether it is not running at all. */
  readonly isAway: () => boolean
  /** The numbers of the lines that it has sealed so far. */
  readonly sealed: () => ReadonlySet<number>
}

/**
 * A log, its writer and its rotations, all of one kind. A copy or a compressed file can be recognised only by what had
 * been read of it, so one is made only if something had been: any loss is then a fault.
 */
export class WrittenLog {
  readonly #path: string
  readonly #way: 'rename' | 'copy'
  readonly #reader: Reader
  /** The lines in the file at the path, and in NAME.1 if it is not compressed. */
  #current: number[] = []
  #rotated: number[] = []
  /** The unwritten rest of the last line. */
  #rest = ''
  /** Whether part of the file at the path had been read when its reader last looked. */
  #isKnown = false

  constructor(path: string, way: 'rename' | 'copy', reader: Reader) {
    this.#path = path
    this.#way = way
    this.#reader = reader
  }

  /** Writes lines in one piece. The last one may lack its end, which the next write adds. */
  write(lines: readonly NumberedLine[], missing = 0): void {
    const text = this.#rest + lines.map((line) => line.text).join('')
    const end = text.length - missing
    this.#rest = text.slice(end)
    this.#current.push(...lines.map(({ number }) => number))
    appendFileSync(this.#path, text.slice(0, end))
  }

  /** The reader starts: from now on only what it reads is known. */
  readerStarts(): void {
    this.#look()
    this.#isKnown = false
  }

  /**
   * Rotates; false if that could lose something. If the file is renamed, `more` goes to the old file, through the
   * handle that its writer still has.
   */
  rotate(more: () => readonly NumberedLine[]): boolean {
    this.#look()
    this.write([])
    if (this.#current.length === 0 || (this.#way === 'copy' && !this.#isKnown)) return false
    const stragglers = more()
    this.#rotated = this.#current
    this.#current = []
    if (this.#way === 'copy') copyTruncate(this.#path)
    else rotate(this.#path)
    if (this.#way === 'rename') {
      appendFileSync(`${this.#path}.1`, stragglers.map(({ text }) => text).join(''))
      this.#rotated.push(...stragglers.map(({ number }) => number))
    } else {
      this.write(stragglers)
    }
    if (!this.#reader.isAway()) this.#isKnown = false
    return true
  }

  /** Compresses NAME.1 if that loses nothing. */
  compress(): void {
    this.#look()
    const isKnown = this.#reader.isAway() ? this.#isKnown : this.#hasRead(this.#rotated)
    if (this.#rotated.length === 0 || !isKnown) return
    this.#rotated = []
    const file = `${this.#path}.1`
    writeFileSync(`${file}.gz`, gzipSync(readFileSync(file)))
    rmSync(file)
  }

  #look(): void {
    this.#isKnown ||= this.#hasRead(this.#current)
  }

  #hasRead(numbers: readonly number[]): boolean {
    const sealed = this.#reader.sealed()
    return numbers.some((number) => sealed.has(number))
  }
}
