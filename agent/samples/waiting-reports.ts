import { statSync } from 'node:fs'
import { elapsed } from '../../lib/system/clock.ts'
import { isOutside } from '../../lib/system/errors.ts'
import type { SpoolFolders } from '../spool/spool-folders.ts'
import { type Waiting, waitingIn } from '../spool/upkeep/spool-status.ts'

/** Counts longer than QUICK milliseconds get one part in COUNTING_SHARE of the time: a million reports take 3 s. */
const [QUICK, COUNTING_SHARE] = [20, 20]

/** Milliseconds; longer than one tick of any file system's clock. */
const TICK = 1000

/** How many reports wait for the API, as last counted. */
export class WaitingReports {
  readonly #folders: SpoolFolders
  #nextCount = 0
  /** The folder's mtime at the last count; undefined if that count may already be outdated. */
  #countedAt: number | undefined
  waiting: Pick<Waiting, 'waiting' | 'waitingBytes' | 'oldest'> = { waiting: 0, waitingBytes: 0 }

  constructor(folders: SpoolFolders) {
    this.#folders = folders
  }

  /** Counts again if the folder has changed, unless that would take too much of the time. */
  readonly count = async (): Promise<void> => {
    const began = elapsed()
    if (began < this.#nextCount) return
    try {
      const { mtimeMs } = statSync(this.#folders.parsed)
      if (mtimeMs === this.#countedAt) return
      // Another report may come within the same tick of the clock, without changing mtime.
      this.#countedAt = Date.now() - mtimeMs > TICK ? mtimeMs : undefined
      this.waiting = await waitingIn(this.#folders, process.geteuid?.() ?? 0)
    } catch (error) {
      // The services themselves report what is wrong with the spool.
      if (!isOutside(error)) throw error
    }
    const ended = elapsed()
    if (ended - began > QUICK) this.#nextCount = ended + (ended - began) * (COUNTING_SHARE - 1)
  }
}
