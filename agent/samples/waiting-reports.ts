import { elapsed } from '../../lib/system/clock.ts'
import { isOutside } from '../../lib/system/errors.ts'
import { type Waiting, waitingIn } from '../status/spool-status.ts'

/** Counting that takes longer, in milliseconds, takes at most one part in so many of all time: a million reports take 3 s. */
const [QUICK, COUNTING_SHARE] = [20, 20]

/** How many reports wait in a folder, as it was counted last. */
export class WaitingReports {
  readonly #folder: string
  #nextCount = 0
  waiting: Pick<Waiting, 'waiting' | 'waitingBytes' | 'oldest'> = { waiting: 0, waitingBytes: 0 }

  constructor(folder: string) {
    this.#folder = folder
  }

  /** Counts them anew, unless that would take too much of the time. */
  readonly count = async (): Promise<void> => {
    const began = elapsed()
    if (began < this.#nextCount) return
    try {
      this.waiting = await waitingIn(this.#folder, process.geteuid?.() ?? 0)
    } catch (error) {
      // What is wrong with the spool is told by those who work with it.
      if (!isOutside(error)) throw error
    }
    const ended = elapsed()
    if (ended - began > QUICK) this.#nextCount = ended + (ended - began) * (COUNTING_SHARE - 1)
  }
}
