import type { BigIntStats } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { codeOf } from '../../../lib/system/errors.ts'
import type { Position } from '../checkpoint.ts'
import { FingerprintSearch, type Match } from '../fingerprint/fingerprint-search.ts'
import { fingerprintOf } from '../fingerprint/fingerprint.ts'
import { HEAD_LENGTH, generationOf } from '../fingerprint/generation.ts'
import { type MemberPiece, decompress, notALog } from './decompression.ts'
import { openLog } from './log-handle.ts'
import { type NotOpened, type OpenFile, type Read, whyNotOpened } from './open-file.ts'
import { type GoingBack, ReadAgain } from './read-again.ts'
import { ReadAhead } from './read-ahead.ts'

/** Why nothing is read from a copy that could be opened: it has another content, or is cut short. */
type NotRead = 'foreign' | 'cut short'

/** A log that a rotation compressed, read from an offset in its content; it never changes. */
export class GzipFile implements OpenFile {
  readonly device: string
  readonly inode: string
  readonly #ahead = new ReadAhead()
  readonly #handle: FileHandle
  readonly #size: number
  readonly #pieces: AsyncGenerator<MemberPiece, void, void>
  #skip: number
  /** How much was decompressed, in bytes. */
  #passed = 0

  private constructor(handle: FileHandle, { dev, ino }: BigIntStats, { head, size, offset, before, again }: Start) {
    this.#handle = handle
    this.#size = again?.position.ended ? again.position.offset : size
    this.device = String(dev)
    this.inode = String(ino)
    this.#ahead.cursor.identify(head)
    this.#ahead.move(offset, before)
    if (again !== undefined) this.#ahead.goBack(again.position, again.before)
    this.#pieces = decompress(handle)
    this.#skip = this.#ahead.cursor.offset
  }

  /**
   * Opens a copy at a position or, without one, at its beginning. First decompresses it once to the end, so that a copy
   * that is damaged, or still being written, is never read in part. In a file to which others are appended (`anywhere`)
   * the position may be at another offset; then nothing is read again, as the ids would be others. Rejects when the
   * signal is aborted.
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
      const start = await startIn(handle, position, { anywhere, signal }).catch((error: unknown) => {
        signal?.throwIfAborted()
        return whyNotDecompressed(error)
      })
      if (typeof start === 'object') return new GzipFile(handle, stats, start)
      await handle.close()
      return start
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
      const { bytes } = value
      this.#ahead.add(bytes.subarray(Math.min(this.#skip, bytes.length), Math.max(0, this.#size - this.#passed)))
      this.#skip = Math.max(0, this.#skip - bytes.length)
      this.#passed += bytes.length
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

const NOTHING = fingerprintOf(Buffer.alloc(0))

/** Where reading starts, with the first bytes and the size of the content. */
interface Start extends Match {
  readonly head: Buffer
  readonly size: number
  readonly again: GoingBack | undefined
}

/** A damaged copy counts as unreadable; one that is cut short may still be in the making. */
function whyNotDecompressed(error: unknown): NotOpened | NotRead {
  return codeOf(error) === 'Z_BUF_ERROR' ? 'cut short' : 'unreadable'
}

/** Finds a position in a copy; `foreign` if it is not there. Rejects if the copy is not intact, or not a log. */
async function startIn(
  handle: FileHandle,
  position: Position | undefined,
  { anywhere, signal }: { readonly anywhere: boolean; readonly signal: AbortSignal | undefined },
): Promise<Start | 'foreign'> {
  const at = anywhere ? undefined : position?.offset
  const search = new FingerprintSearch(position?.seam ?? NOTHING, at)
  const again = new ReadAgain(position)
  let head: Buffer = Buffer.alloc(0)
  let found: Match | undefined = position === undefined ? { offset: 0, before: head } : undefined
  let size = 0
  const isPassed = (): boolean => {
    if (search.isHopeless) throw notALog()
    return at !== undefined && size >= at
  }
  for await (const { bytes } of decompress(handle, signal)) {
    again.add(bytes)
    size += bytes.length
    if (head.length < HEAD_LENGTH) head = Buffer.concat([head, bytes]).subarray(0, HEAD_LENGTH)
    // Once it is found, the rest is decompressed as well: only that shows that the copy is intact.
    found ??= search.find(bytes)
    if (found === undefined && isPassed()) return 'foreign'
  }
  if (found === undefined) return 'foreign'
  return { head, size, ...found, again: again.in({ generation: generationOf(head), offset: found.offset }) }
}
