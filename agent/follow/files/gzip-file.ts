import type { BigIntStats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { codeOf } from '../../../lib/system/errors.ts'
import type { Position } from '../checkpoint.ts'
import { type SeamEnd, SeamSearch, seamOf } from '../fingerprint/fingerprint.ts'
import { HEAD_LENGTH } from './cursor.ts'
import { type Piece, decompress, noLog } from './decompression.ts'
import { openLog } from './log-handle.ts'
import { type NotOpened, type OpenFile, type Read, whyNotOpened } from './open-file.ts'
import { ReadAhead } from './read-ahead.ts'

/** Why there is nothing to read in a copy that is there: it has other content, or breaks off. */
type NotRead = 'foreign' | 'torn'

/** A log that a rotation compressed, read from a place in its content; it never changes. */
export class GzipFile implements OpenFile {
  readonly device: string
  readonly inode: string
  readonly #ahead = new ReadAhead()
  readonly #handle: FileHandle
  readonly #size: number
  readonly #pieces: AsyncGenerator<Piece, void, void>
  #skip: number

  private constructor(handle: FileHandle, { dev, ino }: BigIntStats, { head, size, offset, before }: Place) {
    this.#handle = handle
    this.#size = size
    this.device = String(dev)
    this.inode = String(ino)
    this.#ahead.cursor.name(head)
    this.#ahead.move(offset, before)
    this.#pieces = decompress(handle)
    this.#skip = offset
  }

  /**
   * Opens a copy where a position stands in it (undefined: at its beginning). Decompresses it once to the end before,
   * so that one that is being written, or damaged, is never read in part. In a file to which others are appended
   * (`anywhere`) the position may stand at another offset. Rejects when the signal is aborted.
   */
  static async open(
    path: string,
    position?: Position,
    { anywhere = false, signal }: { readonly anywhere?: boolean; readonly signal?: AbortSignal | undefined } = {},
  ): Promise<GzipFile | NotOpened | NotRead> {
    const handle = await openLog(path).catch(whyNotOpened)
    if (typeof handle === 'string') return handle
    try {
      const stats = await handle.stat({ bigint: true })
      const place = await placeIn(handle, position, { anywhere, signal }).catch((error: unknown) => {
        signal?.throwIfAborted()
        return whyNotDecompressed(error)
      })
      if (typeof place === 'object') return new GzipFile(handle, stats, place)
      await handle.close()
      return place
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  get offset(): number {
    return this.#ahead.cursor.offset
  }

  get skipping(): boolean {
    return this.#ahead.cursor.skipping
  }

  get position(): Position {
    return this.#ahead.cursor.positionIn(this.inode)
  }

  get generation(): string {
    return this.#ahead.cursor.generation
  }

  async fill(): Promise<void> {
    while (!this.#ahead.isEnough) {
      const { value, done } = await this.#pieces.next()
      if (done === true) return
      this.#ahead.add(value.bytes.subarray(Math.min(this.#skip, value.bytes.length)))
      this.#skip = Math.max(0, this.#skip - value.bytes.length)
    }
  }

  read(): Read {
    return this.#ahead.read()
  }

  advance(bytes: number, skipping: boolean): void {
    this.#ahead.advance(bytes, skipping)
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

/**
 * Where a position stands in a copy; `foreign` where it does not. Rejects where the copy is not whole, or is no log.
 */
async function placeIn(
  handle: FileHandle,
  position: Position | undefined,
  { anywhere, signal }: { readonly anywhere: boolean; readonly signal: AbortSignal | undefined },
): Promise<Place | 'foreign'> {
  const at = anywhere ? undefined : position?.offset
  const search = new SeamSearch(position?.seam ?? NOTHING, at)
  let head: Buffer = Buffer.alloc(0)
  let found: SeamEnd | undefined = position === undefined ? { offset: 0, before: head } : undefined
  let size = 0
  const isPassed = (): boolean => {
    if (search.isHopeless) throw noLog()
    return at !== undefined && size >= at
  }
  for await (const { bytes } of decompress(handle, signal)) {
    size += bytes.length
    if (head.length < HEAD_LENGTH) head = Buffer.concat([head, bytes]).subarray(0, HEAD_LENGTH)
    // Where it was found, the rest is decompressed as well: that alone shows that the copy is whole.
    found ??= search.find(bytes)
    if (found === undefined && isPassed()) return 'foreign'
  }
  return found === undefined ? 'foreign' : { head, size, ...found }
}
