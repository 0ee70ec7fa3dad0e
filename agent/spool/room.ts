import { lstatSync } from 'node:fs'
import { join } from 'node:path'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import type { FreeSpace } from '../../lib/system/files/free-space.ts'
import { counted } from '../../lib/terminal/count.ts'
import type { Config } from '../config/config.ts'
import type { SpoolFolders } from './spool-folders.ts'

/** Files examined before the event loop gets its turn: about a millisecond. */
const BATCH = 256

/** Counting takes at most one part in this many of the time: a million files take 3 s. */
const COUNTING_SHARE = 20

/** One inode in this many stays free. */
const INODES_SHARE = 100

/** What a room is measured with. */
export interface RoomParts {
  readonly folders: SpoolFolders
  readonly bounds: Pick<Config['spool'], 'maxSize' | 'maxFiles' | 'minFree'>
  /** The free space of the file system that holds a path. */
  readonly freeSpaceOf: (path: string) => Promise<FreeSpace>
  /** Milliseconds of a monotonic clock. */
  readonly elapsed: () => number
}

interface Waiting {
  readonly bytes: number
  readonly files: number
}

/**
 * Whether a spool and its disk have room for one more report, at a cost that does not depend on the backlog. What waits
 * for a receiver other than the API never stops reading: retention bounds that.
 */
export class Room {
  readonly #parts: RoomParts
  /** The last count plus everything added since: an upper bound, because the transmitter takes reports away unseen. */
  #waiting: Waiting | undefined
  /** The earliest moment of the next count. */
  #nextCount = 0

  constructor(parts: RoomParts) {
    this.#parts = parts
  }

  /** Throws `ActionNeeded` if there is no room for a report of `size` bytes that waits for the API. */
  async require(size: number): Promise<void> {
    await this.requireDisk()
    const problem = this.#problemOf(await this.#waitingNow(size), size)
    if (problem === undefined) return
    throw new ActionNeeded(
      `${this.#parts.folders.parsed} holds ${problem}; see why they are not sent (spoor-agent status).`,
    )
  }

  /** Throws `ActionNeeded` if the disk has no room for any report. */
  async requireDisk(): Promise<void> {
    const { folders, bounds, freeSpaceOf } = this.#parts
    const { bytes, inodes, allInodes } = await freeSpaceOf(folders.root)
    if (bytes < bounds.minFree) {
      throw new ActionNeeded(
        `${folders.root}: ${counted(bytes, 'byte is', 'bytes are')} free on its disk, and spool.min_free is ${bounds.minFree}; make room there.`,
      )
    }
    if (inodes * INODES_SHARE < allInodes) {
      throw new ActionNeeded(
        `${folders.root}: ${inodes} of the ${allInodes} inodes of its disk ${inodes === 1 ? 'is' : 'are'} free, and a hundredth must stay free; remove files there.`,
      )
    }
  }

  /** Accounts for a new waiting report of `size` bytes. */
  take(size: number): void {
    const { bytes, files } = this.#waiting ?? { bytes: 0, files: 0 }
    this.#waiting = { bytes: bytes + size, files: files + 1 }
  }

  async #waitingNow(size: number): Promise<Waiting> {
    const { folders, elapsed } = this.#parts
    const began = elapsed()
    const known = this.#waiting
    if (known !== undefined && (this.#problemOf(known, size) === undefined || began < this.#nextCount)) return known
    const waiting = await count(folders)
    const ended = elapsed()
    this.#nextCount = ended + (ended - began) * (COUNTING_SHARE - 1)
    this.#waiting = waiting
    return waiting
  }

  /**
   * The bound that a report would exceed, as a message. An empty spool has no size bound: a report larger than the
   * bound would otherwise wait for ever.
   */
  #problemOf({ bytes, files }: Waiting, size: number): string | undefined {
    const { maxSize, maxFiles } = this.#parts.bounds
    if (bytes > 0 && bytes + size > maxSize) {
      return `${counted(bytes, 'byte')} of waiting reports, and spool.max_size is ${maxSize}`
    }
    return files >= maxFiles ? `${counted(files, 'waiting file')}, and spool.max_files is ${maxFiles}` : undefined
  }
}

/** Counts the reports that wait for the API, without those that leave meanwhile. */
async function count({ parsed }: SpoolFolders): Promise<Waiting> {
  let [bytes, files] = [0, 0]
  for await (const entries of entriesOf(parsed, BATCH)) {
    for (const { name } of entries) {
      const stats = lstatSync(join(parsed, name), { throwIfNoEntry: false })
      if (stats === undefined) continue
      bytes += stats.size
      files += 1
    }
  }
  return { bytes, files }
}
