import { type BigIntStats, statSync } from 'node:fs'
import type { Position } from '../checkpoint.ts'
import type { LogFile } from '../files/log-file.ts'
import { tryRead } from '../files/open-file.ts'

/** A file whose handle is let go, and how it was then. */
export class RestedFile {
  readonly position: Position
  readonly #path: string
  readonly #stats: BigIntStats
  readonly #isAllRead: boolean

  private constructor(path: string, stats: BigIntStats, file: LogFile) {
    this.#path = path
    this.#stats = stats
    // Only now: what changes the file after this changes its times too.
    this.#isAllRead = tryRead(file) === 'end'
    this.position = file.position
  }

  /** The file as it is now; undefined where it is not at the path. The caller closes it. */
  static of(path: string, file: LogFile): RestedFile | undefined {
    const stats = statsOf(path)
    const isThere = String(stats?.ino) === file.inode && String(stats?.dev) === file.device
    return stats !== undefined && isThere ? new RestedFile(path, stats, file) : undefined
  }

  /** Whether all of it had been read, and it is at the path as it was then. */
  isUnchanged(): boolean {
    return this.#isAllRead && isUnchanged(this.#path, this.#stats)
  }
}

/** Whether the file at a path is the same, and as it was then. */
export function isUnchanged(path: string, then: BigIntStats | undefined): boolean {
  const now = statsOf(path)
  if (now === undefined || then === undefined) return false
  // The time of a change has the kernel's clock tick as its grain; the size tells the rest.
  return now.ino === then.ino && now.dev === then.dev && now.size === then.size && now.ctimeNs === then.ctimeNs
}

/** Undefined where it cannot be looked at: the next look at the path tells why. */
function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true, throwIfNoEntry: false })
  } catch {
    return undefined
  }
}
