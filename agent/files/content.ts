import { createHash } from 'node:crypto'
import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import type { SystemPath } from './byte-text.ts'
import type { Algorithm } from './listed.ts'
import { type WalkedFile, GONE, standingAt, reasonOf } from './walk.ts'

/** Never waits for the writer of a pipe, and never follows a link that took the place of a file. */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** Bytes of one read, and bytes after which signals are heard. */
const [PIECE, STRETCH] = [256 * 1024, 16 * 1024 * 1024]

const CHANGED = 'changed while being read'

/** Digests of content that did not change while it was read, with what the file was then; or why there are none. */
export type Digested = { readonly hexes: readonly string[]; readonly stats: BigIntStats } | { readonly reason: string }

/** Reads files and makes digests of them, a file with several names once. */
export class ContentReader {
  readonly #algorithms: readonly Algorithm[]
  readonly #signal: AbortSignal
  readonly #buffer = Buffer.allocUnsafeSlow(PIECE)
  readonly #linked = new Map<string, readonly string[]>()
  /** Bytes read so far. */
  bytes = 0
  #heardAt = STRETCH

  /** Each of these digests is made of the same bytes. */
  constructor(algorithms: readonly Algorithm[], signal: AbortSignal) {
    this.#algorithms = algorithms
    this.#signal = signal
  }

  /** Reads what a walk found; a second time if it changed meanwhile. Rejects with `AbortError`. */
  async read(found: WalkedFile): Promise<Digested> {
    const first = await this.#readOnce(found.path)
    if (!('reason' in first) || first.reason !== CHANGED) return first
    const again = standingAt(found.name, found.path)
    if (again === undefined) return { reason: GONE }
    if ('reason' in again || !again.stats.isFile()) return { reason: CHANGED }
    return this.#readOnce(again.path)
  }

  async #readOnce(path: SystemPath): Promise<Digested> {
    let file: number
    try {
      file = openSync(path, FLAGS)
    } catch (error) {
      return { reason: reasonOf(error) }
    }
    try {
      const before = fstatSync(file, { bigint: true })
      if (!before.isFile()) return { reason: CHANGED }
      const stamp = before.nlink > 1n ? stampOfFile(before) : undefined
      const known = stamp === undefined ? undefined : this.#linked.get(stamp)
      if (known !== undefined) return { hexes: known, stats: before }
      const hexes = await this.#digestsOf(file)
      if (stampOfFile(fstatSync(file, { bigint: true })) !== stampOfFile(before)) return { reason: CHANGED }
      if (stamp !== undefined) this.#remember(stamp, hexes)
      return { hexes, stats: before }
    } catch (error) {
      return { reason: reasonOf(error) }
    } finally {
      closeSync(file)
    }
  }

  async #digestsOf(file: number): Promise<readonly string[]> {
    const hashes = this.#algorithms.map((algorithm) => createHash(algorithm))
    for (;;) {
      const length = readSync(file, this.#buffer, 0, PIECE, null)
      if (length === 0) return hashes.map((hash) => hash.digest('hex'))
      const piece = length === PIECE ? this.#buffer : this.#buffer.subarray(0, length)
      for (const hash of hashes) hash.update(piece)
      this.bytes += length
      if (this.bytes < this.#heardAt) continue
      this.#heardAt = this.bytes + STRETCH
      await setImmediate(undefined, { signal: this.#signal })
    }
  }

  /** Of files with many names only some thousand: others are read again. */
  #remember(stamp: string, hexes: readonly string[]): void {
    if (this.#linked.size >= 4096) this.#linked.clear()
    this.#linked.set(stamp, hexes)
  }
}

/**
 * Changes with a file, whoever changes it: nobody sets the time of a change (utimes(2)), unless he sets the clock or
 * writes to the disk below the file system.
 */
export function stampOfFile({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${dev}.${ino}.${size}.${mtimeNs}.${ctimeNs}`
}
