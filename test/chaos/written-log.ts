import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { gzipSync } from 'node:zlib'
import type { NumberedLine } from '../torture/numbered-line.ts'
import { copyTruncate, rotate } from '../torture/rotation.ts'

/** What a log has to know of its reader, to be rotated only where that loses nothing. */
export interface Reader {
  /** Whether it neither looks nor reads at all. */
  readonly isAway: () => boolean
  /** The numbers of the lines that it has sealed by now. */
  readonly sealed: () => ReadonlySet<number>
}

/**
 * A log with its writer and its rotations, all in one way. A copy and a compressed file are known by what had been read
 * of them and by nothing else, so none is made but where that is something: what then is lost is a fault.
 */
export class WrittenLog {
  readonly #path: string
  readonly #way: 'rename' | 'copy'
  readonly #reader: Reader
  /** The lines in the file at the path, and in NAME.1 where it is not compressed. */
  #current: number[] = []
  #rotated: number[] = []
  /** What is still to be written of the last line. */
  #rest = ''
  /** Something of the file at the path had been read when its reader looked last. */
  #isKnown = false

  constructor(path: string, way: 'rename' | 'copy', reader: Reader) {
    this.#path = path
    this.#way = way
    this.#reader = reader
  }

  /** Writes lines in one piece; the last one without its end, which comes with what is written next. */
  write(lines: readonly NumberedLine[], missing = 0): void {
    const text = this.#rest + lines.map((line) => line.text).join('')
    const end = text.length - missing
    this.#rest = text.slice(end)
    this.#current.push(...lines.map(({ number }) => number))
    appendFileSync(this.#path, text.slice(0, end))
  }

  /** The reader begins to look: from now on only what it reads is known. */
  readerStarts(): void {
    this.#look()
    this.#isKnown = false
  }

  /**
   * False where that could lose something. Where it is renamed, `more` goes to the old file, by the handle that its
   * writer still has.
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

  /** Compresses NAME.1, where that loses nothing. */
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
