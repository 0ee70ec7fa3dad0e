import { type BigIntStats, closeSync, fstatSync, readSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { Position } from '../checkpoint.ts'
import { FINGERPRINT_LENGTH } from '../fingerprint/fingerprint.ts'
import { HEAD_LENGTH, settledGenerationOf } from '../fingerprint/generation.ts'
import { LONGEST_LINE } from '../scan/longest-line.ts'
import { readBuffer } from '../scan/scanner.ts'
import { FileCursor } from './cursor.ts'
import { SHORTEST_HOLE, endOfNuls, isAllHole } from './hole.ts'
import { openLogSync } from './log-handle.ts'
import { type NotOpened, type OpenFile, type Read, whyNotOpened } from './open-file.ts'

const NEWLINE = 0x0a

/** How many times LONGEST_LINE the beginning of the last line is looked for: 4 MiB. */
const LOOKS_BACK = 16

/** A piece of a content, and how many NULs after it were skipped. */
export interface ContentPiece {
  readonly bytes: Buffer
  readonly nuls: number
}

/** An open log file. It is read through its descriptor, so it stays the same file whatever is renamed. */
export class LogFile implements OpenFile {
  readonly device: string
  readonly inode: string
  readonly #descriptor: number
  readonly #cursor = new FileCursor()
  #end = 0
  #isRestarted = false

  private constructor(descriptor: number, { dev, ino }: BigIntStats) {
    this.#descriptor = descriptor
    this.device = String(dev)
    this.inode = String(ino)
  }

  /** Opens a file at its beginning; throws the system's error, ENODATA for anything but a regular file. */
  static open(path: string): LogFile {
    const descriptor = openLogSync(path)
    return new LogFile(descriptor, fstatSync(descriptor, { bigint: true }))
  }

  /** The same for a file that may be missing; throws only if the process is short of something. */
  static tryOpen(path: string): LogFile | NotOpened {
    try {
      return LogFile.open(path)
    } catch (error) {
      return whyNotOpened(error)
    }
  }

  get offset(): number {
    return this.#cursor.offset
  }

  /**
   * Where the content is known to have ended; bytes from the offset to there are unread. Infinity: further than read.
   */
  get end(): number {
    return this.#end
  }

  get skipping(): boolean {
    return this.#cursor.skipping
  }

  get position(): Position {
    return this.#cursor.positionIn(this.inode)
  }

  get generation(): string {
    if (this.#cursor.generation === '') this.#cursor.identify(this.bytesAt(0, HEAD_LENGTH))
    return this.#cursor.generation
  }

  /** The generation of what is in the file now; undefined as long as its first line is incomplete. */
  get currentGeneration(): string | undefined {
    return settledGenerationOf(this.bytesAt(0, HEAD_LENGTH))
  }

  /** Whether its content was replaced, and nothing of the new one has been read. */
  get isRestarted(): boolean {
    return this.#isRestarted && this.offset === 0
  }

  size(): number {
    return fstatSync(this.#descriptor).size
  }

  /** When it was last modified, in milliseconds since 1970-01-01T00:00:00Z. */
  changed(): number {
    return fstatSync(this.#descriptor).mtimeMs
  }

  isLinked(): boolean {
    return fstatSync(this.#descriptor).nlink > 0
  }

  fill(): undefined {
    return undefined
  }

  /**
   * Reads on. The same call reads the bytes before the offset again and compares them, so a truncation is noticed even
   * if the file has grown past the offset since.
   */
  read(): Read {
    const { known, offset } = this.#cursor
    // Never more than LONGEST_LINE, however few bytes are before it: a long line must be cut at the same byte each
    // time.
    const length = readSync(this.#descriptor, readBuffer, 0, known + LONGEST_LINE, offset - known)
    if (!this.#cursor.continuesIn(readBuffer.subarray(0, length))) return 'rewritten'
    const isAll = length < known + LONGEST_LINE
    this.#end = isAll ? offset + length - known : Infinity
    return length === known ? 'end' : { bytes: readBuffer.subarray(known, length) }
  }

  advance(bytes: number, skipping: boolean): void {
    this.#cursor.advance(readBuffer, bytes, skipping)
  }

  leap(): void {
    const last = endOfNuls(this.#descriptor, this.offset) - SHORTEST_HOLE
    if (last > this.offset) this.#cursor.move(last, Buffer.alloc(FINGERPRINT_LENGTH))
  }

  /**
   * Moves to a saved position, or back from there to what is to be read again; false if the bytes before the position
   * are others now.
   */
  resume(position: Position): boolean {
    const { offset, seam, again } = position
    // Nobody knows how much was added meanwhile.
    this.#end = Infinity
    if (!this.#cursor.resume(position, this.bytesAt(offset - seam.length, seam.length))) return false
    if (again !== undefined) this.#cursor.goBack(position, this.#bytesBefore(again))
    return true
  }

  /** Starts over with a new generation: the content was replaced. */
  restart(): void {
    this.#isRestarted = true
    this.#end = 0
    this.#cursor.restart()
  }

  /**
   * Moves to the beginning of the last line, which may be incomplete yet; all lines before it count as read. Moves past
   * a hole at the end of the file, and into a line that is far too long, so that the rest of it is skipped.
   */
  skipToEnd(): void {
    const size = this.size()
    let end = size
    for (let looks = 1; end > 0; looks += 1) {
      const start = Math.max(0, end - LONGEST_LINE)
      const bytes = this.bytesAt(start, end - start)
      const newline = bytes.lastIndexOf(NEWLINE)
      if (newline !== -1) return this.#startAt(start + newline + 1)
      if (isAllHole(bytes)) return this.#startAt(end)
      if (looks === LOOKS_BACK) return this.#startAt(size, true)
      end = start
    }
    this.#startAt(0)
  }

  /** Moves to the beginning of a line or, with `skipping`, into a line that is too long. */
  goTo(offset: number, skipping = false): void {
    this.move(offset, this.#bytesBefore(offset), skipping)
  }

  /** The same, with the bytes that were found before the offset. */
  move(offset: number, before: Buffer, skipping = false): void {
    this.#cursor.move(offset, before, skipping)
  }

  /** The bytes at an offset; fewer than `length` at the end of the file. */
  bytesAt(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(this.#descriptor, bytes, 0, length, offset))
  }

  /** The whole content, wherever reading stands. Lets other sources run after each piece. */
  async *pieces(signal?: AbortSignal): AsyncGenerator<ContentPiece, void, void> {
    for (let offset = 0; ;) {
      const bytes = this.bytesAt(offset, LONGEST_LINE)
      if (bytes.length === 0) return
      offset += bytes.length
      const end = isAllHole(bytes) ? endOfNuls(this.#descriptor, offset) : offset
      yield { bytes, nuls: end - offset }
      offset = end
      await setImmediate()
      signal?.throwIfAborted()
    }
  }

  /** The bytes before an offset that a fingerprint covers. */
  #bytesBefore(offset: number): Buffer {
    const length = Math.min(offset, FINGERPRINT_LENGTH)
    return this.bytesAt(offset - length, length)
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  /** Everything before the offset counts as read. */
  #startAt(offset: number, skipping = false): void {
    this.#end = offset
    this.goTo(offset, skipping)
    // Tells this content from one that comes into the file later.
    if (offset > 0 && this.currentGeneration !== undefined) void this.generation
  }
}
