import type { BigIntStats } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { codeOf } from '../system/errors.ts'
import type { Position } from './checkpoint.ts'
import { Cursor, HEAD_LENGTH } from './cursor.ts'
import { LONGEST_LINE, type NotOpened, type OpenFile, type Read, whyNotOpened } from './open-file.ts'
import { type SeamEnd, SeamSearch, seamOf } from './seam.ts'

const PIECE = 64 * 1024

/** Why there is nothing to read in a copy that is there: it has other content, or breaks off. */
type NotRead = 'foreign' | 'torn'

/** A log that a rotation compressed, read from a place in its content; it never changes. */
export class GzipFile implements OpenFile {
  readonly device: string
  readonly inode: string
  readonly #cursor = new Cursor()
  readonly #handle: FileHandle
  readonly #size: number
  readonly #pieces: AsyncGenerator<Buffer, void, void>
  /** The bytes before the offset, then those that are ready. */
  #bytes: Buffer
  #skip: number

  private constructor(handle: FileHandle, { dev, ino }: BigIntStats, { head, size, offset, before }: Place) {
    this.#handle = handle
    this.#size = size
    this.device = String(dev)
    this.inode = String(ino)
    this.#cursor.name(head)
    this.#cursor.move(offset, before)
    this.#pieces = decompressed(handle)
    this.#bytes = before
    this.#skip = offset
  }

  /**
   * Opens a copy where a position stands in it (undefined: at its beginning). Decompresses it once to the end before, so that
   * one that is being written, or damaged, is never read in part. In a file to which others are appended (`anywhere`) the
   * position may stand at another offset.
   */
  static async open(
    path: string,
    position?: Position,
    { anywhere = false } = {},
  ): Promise<GzipFile | NotOpened | NotRead> {
    const handle = await open(path).catch(whyNotOpened)
    if (typeof handle === 'string') return handle
    try {
      const stats = await handle.stat({ bigint: true })
      const place = await placeIn(handle, position, anywhere).catch(whyNotDecompressed)
      if (typeof place === 'object') return new GzipFile(handle, stats, place)
      await handle.close()
      return place
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  get offset(): number {
    return this.#cursor.offset
  }

  get skipping(): boolean {
    return this.#cursor.skipping
  }

  get position(): Position {
    return this.#cursor.positionIn(this.inode)
  }

  get generation(): string {
    return this.#cursor.generation
  }

  async fill(): Promise<void> {
    while (this.#bytes.length < this.#cursor.before.length + LONGEST_LINE) {
      const { value, done } = await this.#pieces.next()
      if (done === true) return
      this.#bytes = Buffer.concat([this.#bytes, value.subarray(Math.min(this.#skip, value.length))])
      this.#skip = Math.max(0, this.#skip - value.length)
    }
  }

  read(): Read {
    const from = this.#cursor.before.length
    return this.#bytes.length === from ? 'end' : { bytes: this.#bytes.subarray(from, from + LONGEST_LINE) }
  }

  advance(bytes: number, skipping: boolean): void {
    const passed = this.#cursor.before.length + bytes
    this.#cursor.advance(this.#bytes, bytes, skipping)
    this.#bytes = this.#bytes.subarray(passed - this.#cursor.before.length)
  }

  size(): number {
    return this.#size
  }

  isLinked(): boolean {
    return true
  }

  close(): void {
    void this.#pieces.return().then(() => this.#handle.close())
  }
}

const NOTHING = seamOf(Buffer.alloc(0))

/** A place in a content, with its first bytes and its size. */
interface Place extends SeamEnd {
  readonly head: Buffer
  readonly size: number
}

/** Damaged is as good as unreadable; what breaks off may be being written. */
function whyNotDecompressed(error: unknown): NotOpened | NotRead {
  return codeOf(error) === 'Z_BUF_ERROR' ? 'torn' : 'unreadable'
}

/** Where a position stands in a copy; `foreign` where it does not. Rejects where the copy is not whole. */
async function placeIn(
  handle: FileHandle,
  position: Position | undefined,
  anywhere: boolean,
): Promise<Place | 'foreign'> {
  const at = anywhere ? undefined : position?.offset
  const search = new SeamSearch(position?.seam ?? NOTHING, at)
  let head: Buffer = Buffer.alloc(0)
  let found: SeamEnd | undefined = position === undefined ? { offset: 0, before: head } : undefined
  let size = 0
  const isPassed = (): boolean => at !== undefined && size >= at
  for await (const piece of decompressed(handle)) {
    size += piece.length
    if (head.length < HEAD_LENGTH) head = Buffer.concat([head, piece]).subarray(0, HEAD_LENGTH)
    // Where it was found, the rest is decompressed as well: that alone shows that the copy is whole.
    found ??= search.find(piece)
    if (found === undefined && isPassed()) return 'foreign'
  }
  return found === undefined ? 'foreign' : { head, size, ...found }
}

/** The content of a file with one or more members, piece by piece. */
async function* decompressed(handle: FileHandle): AsyncGenerator<Buffer, void, void> {
  const gunzip = createGunzip()
  // What goes wrong comes out of the other end.
  pipeline(bytesOf(handle), gunzip).catch(() => undefined)
  for await (const piece of gunzip) if (Buffer.isBuffer(piece)) yield piece
}

/** A stream of the handle's own would close it at its end; it is read twice. */
async function* bytesOf(handle: FileHandle): AsyncGenerator<Buffer, void, void> {
  for (let position = 0; ;) {
    const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(PIECE), 0, PIECE, position)
    if (bytesRead === 0) return
    yield buffer.subarray(0, bytesRead)
    position += bytesRead
  }
}
