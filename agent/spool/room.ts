import { ActionNeeded } from '../../lib/system/errors.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import type { FreeSpace } from '../../lib/system/files/free-space.ts'
import { counted } from '../../lib/terminal/count.ts'
import type { Config } from '../config/config.ts'
import { statsOf } from './reports/link.ts'
import type { SpoolFolders } from './spool-folders.ts'

/** So many files are looked at before others have their turn: a millisecond. */
const STRETCH = 256

/** Counting takes at most one part in so many of all time: a million files are counted in 3 s. */
const COUNTING_SHARE = 20

/** One inode in so many stays free. */
const INODES_SHARE = 100

/** What a room is measured with. */
export interface RoomParts {
  readonly folders: SpoolFolders
  readonly bounds: Pick<Config['spool'], 'maxSize' | 'maxFiles' | 'minFree'>
  /** What is left of the file system that holds a path. */
  readonly freeSpaceOf: (path: string) => Promise<FreeSpace>
  /** Milliseconds since some moment; never steps. */
  readonly elapsed: () => number
}

interface Waiting {
  readonly bytes: number
  readonly files: number
}

/** Whether a spool and its disk have room for one more report; telling that costs the same however many wait. */
export class Room {
  readonly #parts: RoomParts
  /**
   * What waited when it was counted, and what came since. By now it may be less: the transmitter takes reports away
   * unseen.
   */
  #waiting: Waiting | undefined
  /** Not before this moment is counted again. */
  #nextCount = 0

  constructor(parts: RoomParts) {
    this.#parts = parts
  }

  /** Throws `ActionNeeded` where there is none for a report of so many bytes. */
  async require(size: number): Promise<void> {
    await this.#requireDisk()
    const problem = this.#problemOf(await this.#waitingNow(size), size)
    if (problem === undefined) return
    throw new ActionNeeded(
      `${this.#parts.folders.parsed} holds ${problem}; look why they are not sent (spoor-agent status).`,
    )
  }

  /** A report of so many bytes waits now. */
  take(size: number): void {
    const { bytes, files } = this.#waiting ?? { bytes: 0, files: 0 }
    this.#waiting = { bytes: bytes + size, files: files + 1 }
  }

  async #requireDisk(): Promise<void> {
    const { folders, bounds, freeSpaceOf } = this.#parts
    const { bytes, inodes, allInodes } = await freeSpaceOf(folders.root)
    if (bytes < bounds.minFree) {
      throw new ActionNeeded(
        `${folders.root}: ${counted(bytes, 'byte is', 'bytes are')} free on its disk, and spool.min_free is ${bounds.minFree}; make room there.`,
      )
    }
    if (inodes * INODES_SHARE < allInodes) {
      throw new ActionNeeded(
        `${folders.root}: ${inodes} of the ${allInodes} inodes of its disk ${inodes === 1 ? 'is' : 'are'} free, and a hundredth stays so; remove files there.`,
      )
    }
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
   * Which bound a report would pass. Where nothing waits there is none: what is larger than all of it would wait for
   * ever.
   */
  #problemOf({ bytes, files }: Waiting, size: number): string | undefined {
    const { maxSize, maxFiles } = this.#parts.bounds
    if (bytes > 0 && bytes + size > maxSize) {
      return `${counted(bytes, 'byte')} of reports that wait, and spool.max_size is ${maxSize}`
    }
    return files >= maxFiles
      ? `${counted(files, 'file that waits', 'files that wait')}, and spool.max_files is ${maxFiles}`
      : undefined
  }
}

/** All that waits for the API; what goes meanwhile counts nothing. */
async function count(folders: SpoolFolders): Promise<Waiting> {
  const { parsed } = folders
  let [bytes, files] = [0, 0]
  for await (const entries of entriesOf(parsed, STRETCH)) {
    for (const { name } of entries) {
      const stats = statsOf(folders, parsed, name)
      if (stats === undefined) continue
      bytes += stats.size
      files += 1
    }
  }
  return { bytes, files }
}
