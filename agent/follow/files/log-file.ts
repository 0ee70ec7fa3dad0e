import { type BigIntStats, closeSync, fstatSync, readSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { Position } from '../checkpoint.ts'
import { SEAM_LENGTH, type Seam, SeamSearch } from '../fingerprint/fingerprint.ts'
import { KeptLines } from '../fingerprint/kept-lines.ts'
import { readBuffer } from '../scan/scanner.ts'
import { Cursor, HEAD_LENGTH, generationOf } from './cursor.ts'
import { SHORTEST_HOLE, endOfNuls, isAllHole } from './hole.ts'
import { openLogSync } from './log-handle.ts'
import { LONGEST_LINE, type NotOpened, type OpenFile, type Read, whyNotOpened } from './open-file.ts'

const NEWLINE = 0x0a

/** So many times LONGEST_LINE the beginning of a last line is looked for: 4 MiB. */
const LOOKS_BACK = 16

/**
 * One open log file, read through its handle, so that it stays the same file whatever is renamed, and where reading
 * stands.
 */
export class LogFile implements OpenFile {
  readonly device: string
  readonly inode: string
  readonly #descriptor: number
  readonly #cursor = new Cursor()
  #end = 0
  #isAnew = false

  private constructor(descriptor: number, { dev, ino }: BigIntStats) {
    this.#descriptor = descriptor
    this.device = String(dev)
    this.inode = String(ino)
  }

  /** Opens a file at its beginning; throws the system's error, ENODATA for what is no regular file. */
  static open(path: string): LogFile {
    const descriptor = openLogSync(path)
    return new LogFile(descriptor, fstatSync(descriptor, { bigint: true }))
  }

  /** The same for a file that need not be there; throws only where the process lacks something. */
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
   * How many bytes the content is known to have had: beyond the offset they are unread. Infinity: more than were read.
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
    if (this.#cursor.generation === '') this.#cursor.name(this.bytesAt(0, HEAD_LENGTH))
    return this.#cursor.generation
  }

  /** What its content is named now; undefined as long as its first line is not complete. */
  get head(): string | undefined {
    return generationOf(this.bytesAt(0, HEAD_LENGTH))
  }

  /** Goes on at a saved position; false where other bytes stand before it now. */
  resume(position: Position): boolean {
    const { offset, seam } = position
    // Nobody knows what was added meanwhile.
    this.#end = Infinity
    return this.#cursor.resume(position, this.bytesAt(offset - seam.length, seam.length))
  }

  /**
   * Goes to the beginning of the last line, which may still be incomplete: what is complete now counts as read. Behind
   * a hole that ends the file; and into a line that is far too long, so that its rest is skipped.
   */
  skipToEnd(): void {
    const size = this.size()
    let end = size
    for (let looks = 1; end > 0; looks += 1) {
      const start = Math.max(0, end - LONGEST_LINE)
      const bytes = this.bytesAt(start, end - start)
      const newline = bytes.lastIndexOf(NEWLINE)
      if (newline !== -1) return this.#begin(start + newline + 1)
      if (isAllHole(bytes)) return this.#begin(end)
      if (looks === LOOKS_BACK) return this.#begin(size, true)
      end = start
    }
    this.#begin(0)
  }

  size(): number {
    return fstatSync(this.#descriptor).size
  }

  /** When it was changed last, in milliseconds since 1970-01-01T00:00:00Z. */
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
   * Goes on where a seam ends now, wherever that is: a rotation that keeps the newest part of a file moves it towards
   * the beginning. False where it is nowhere.
   */
  async find(seam: Seam, signal?: AbortSignal): Promise<boolean> {
    // Before the first byte there is nothing to know it by.
    if (seam.length === 0) return false
    const search = new SeamSearch(seam)
    for await (const { bytes, nuls } of this.#pieces(signal)) {
      const found = search.find(bytes)
      if (found !== undefined) {
        this.#cursor.move(found.offset, found.before)
        return true
      }
      if (search.isHopeless) return false
      search.passNuls(nuls)
    }
    return false
  }

  /**
   * Goes on after what was kept of the lines before a seam, where some of them are gone. False where fewer than `least`
   * different ones stand in a row.
   */
  async findKept({ lines }: Seam, least: number, signal?: AbortSignal): Promise<boolean> {
    if (lines === undefined || lines.length === 0) return false
    const kept = new KeptLines(lines)
    for await (const { bytes, nuls } of this.#pieces(signal)) {
      kept.add(bytes)
      kept.passNuls(nuls)
    }
    const end = kept.end(least)
    if (end !== undefined) this.goTo(end)
    return end !== undefined
  }

  /** Goes to the beginning of a line, or with `skipping` into one that is too long. */
  goTo(offset: number, skipping = false): void {
    const length = Math.min(offset, SEAM_LENGTH)
    this.#cursor.move(offset, this.bytesAt(offset - length, length), skipping)
  }

  /** All of it, each piece with the number of NULs that are passed over behind it, and a turn for others after each. */
  async *#pieces(signal?: AbortSignal): AsyncGenerator<{ bytes: Buffer; nuls: number }, void, void> {
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

  /**
   * Reads on. The bytes before the offset are read again in the same call and must be those of before, so a file that
   * was truncated is noticed even where it has grown past the offset since.
   */
  read(): Read {
    const { before, offset } = this.#cursor
    // Never more than LONGEST_LINE, however short the seam: a long line must be cut at the same byte each time.
    const length = readSync(this.#descriptor, readBuffer, 0, before.length + LONGEST_LINE, offset - before.length)
    if (length < before.length || !readBuffer.subarray(0, before.length).equals(before)) return 'rewritten'
    const isWhole = length < before.length + LONGEST_LINE
    this.#end = isWhole ? offset + length - before.length : Infinity
    return length === before.length ? 'end' : { bytes: readBuffer.subarray(before.length, length) }
  }

  advance(bytes: number, skipping: boolean): void {
    this.#cursor.advance(readBuffer, bytes, skipping)
  }

  leap(): void {
    const last = endOfNuls(this.#descriptor, this.offset) - SHORTEST_HOLE
    if (last > this.offset) this.#cursor.move(last, Buffer.alloc(SEAM_LENGTH))
  }

  /** Whether its content was replaced, and nothing of the new one has been read. */
  get isAnew(): boolean {
    return this.#isAnew && this.offset === 0
  }

  /** Begins anew, as another generation: the file's content was replaced. */
  restart(): void {
    this.#isAnew = true
    this.#end = 0
    this.#cursor.restart()
  }

  close(): void {
    closeSync(this.#descriptor)
  }

  /** What stands before an offset counts as read. */
  #begin(offset: number, skipping = false): void {
    this.#end = offset
    this.goTo(offset, skipping)
  }

  /** What stands at an offset, shorter at the end of the file. */
  bytesAt(offset: number, length: number): Buffer {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(this.#descriptor, bytes, 0, length, offset))
  }
}
