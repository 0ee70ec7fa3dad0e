import { statSync } from 'node:fs'
import { elapsed } from '../../lib/system/clock.ts'
import { isOutside } from '../../lib/system/errors.ts'
import type { SpoolFolders } from '../spool/spool-folders.ts'
import { type Waiting, waitingIn } from '../status/spool-status.ts'

/** Counting that takes longer, in milliseconds, gets one part in so many of all time: a million reports take 3 s. */
const [QUICK, COUNTING_SHARE] = [20, 20]

/** Milliseconds; more than a file system's clock takes for a tick. */
const TICK = 1000

/** How many reports wait for the API, as it was counted last. */
export class WaitingReports {
  readonly #folders: SpoolFolders
  #nextCount = 0
  /** The folder's time of change when it was counted; undefined if it may have changed since. */
  #countedAt: number | undefined
  waiting: Pick<Waiting, 'waiting' | 'waitingBytes' | 'oldest'> = { waiting: 0, waitingBytes: 0 }

  constructor(folders: SpoolFolders) {
    this.#folders = folders
  }

  /** Counts them anew where they have changed, unless that would take too much of the time. */
  readonly count = async (): Promise<void> => {
    const began = elapsed()
    if (began < this.#nextCount) return
    try {
      const { mtimeMs } = statSync(this.#folders.parsed)
      if (mtimeMs === this.#countedAt) return
      // Within the same tick of the clock another report may come.
      this.#countedAt = Date.now() - mtimeMs > TICK ? mtimeMs : undefined
      this.waiting = await waitingIn(this.#folders, process.geteuid?.() ?? 0)
    } catch (error) {
      // What is wrong with the spool is told by those who work with it.
      if (!isOutside(error)) throw error
    }
    const ended = elapsed()
    if (ended - began > QUICK) this.#nextCount = ended + (ended - began) * (COUNTING_SHARE - 1)
  }
}
