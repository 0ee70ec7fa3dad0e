import { type BigIntStats, statSync } from 'node:fs'
import type { Position } from '../checkpoint.ts'
import type { LogFile } from '../files/log-file.ts'
import { tryRead } from '../files/open-file.ts'

/** A file that is being closed to free its descriptor, and how it was then. */
export class ReleasedFile {
  readonly position: Position
  readonly #path: string
  readonly #stats: BigIntStats
  readonly #isAllRead: boolean

  private constructor(path: string, stats: BigIntStats, file: LogFile) {
    this.#path = path
    this.#stats = stats
    // After the stat: whatever changes the file from now on changes its times as well.
    this.#isAllRead = tryRead(file) === 'end'
    this.position = file.position
  }

  /** The file as it is now; undefined if it is not at the path. The caller closes it. */
  static of(path: string, file: LogFile): ReleasedFile | undefined {
    const stats = statsOf(path)
    const isThere = String(stats?.ino) === file.inode && String(stats?.dev) === file.device
    return stats !== undefined && isThere ? new ReleasedFile(path, stats, file) : undefined
  }

  /** Whether it had been read to its end and is at the path, unchanged since. */
  isUnchanged(): boolean {
    return this.#isAllRead && isUnchanged(this.#path, this.#stats)
  }
}

/** Whether the same file is at a path, unchanged since it was `then`. */
export function isUnchanged(path: string, then: BigIntStats | undefined): boolean {
  const now = statsOf(path)
  if (now === undefined || then === undefined) return false
  // The change time is only as fine as the kernel's tick; the size shows appends within one.
  return now.ino === then.ino && now.dev === then.dev && now.size === then.size && now.ctimeNs === then.ctimeNs
}

/** Undefined if it cannot be looked at: the next look at the path will tell why. */
function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
