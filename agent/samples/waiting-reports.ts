import { statSync } from 'node:fs'
import { elapsed } from '../../lib/system/clock.ts'
import { isOutside } from '../../lib/system/errors.ts'
import { API_NAME } from '../spool/api-name.ts'
import { Retries } from '../spool/cursor/retries.ts'
import { receiverFolder, type SpoolFolders } from '../spool/spool-folders.ts'
import { type Amount, waitingFor, waitingIn } from '../spool/upkeep/spool-status.ts'

/** Counts of more than FEW reports get one part in COUNTING_SHARE of the time: a million reports take 3 s. */
const [FEW, COUNTING_SHARE] = [5000, 20]

/** Milliseconds; longer than one tick of any file system's clock. */
const TICK = 1000

/** How many reports wait for a receiver, as last counted. */
export class WaitingReports {
  readonly receiver: string
  readonly #look: () => Promise<Amount>
  /** Folders one of which changes when more or less waits. */
  readonly #folders: readonly string[]
  #nextCount = 0
  /** The folders' mtimes at the last count; undefined if that count may already be outdated. */
  #countedAt: string | undefined
  amount: Amount = { waiting: 0, waitingBytes: 0 }

  constructor(folders: SpoolFolders, receiver: string) {
    this.receiver = receiver
    const isApi = receiver === API_NAME
    this.#look = () => (isApi ? waitingIn(folders, process.geteuid?.() ?? 0) : waitingFor(folders, receiver))
    this.#folders = isApi
      ? [folders.parsed]
      : [folders.sealed, receiverFolder(folders, receiver), new Retries(folders, receiver).folder]
  }

  /** Counts again if the folders have changed, unless that would take too much of the time. */
  readonly count = async (): Promise<void> => {
    const began = elapsed()
    if (began < this.#nextCount) return
    try {
      const changes = this.#folders.map((folder) => statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0)
      if (changes.join() === this.#countedAt) return
      // Another report may come within the same tick of the clock, without changing mtime.
      this.#countedAt = Date.now() - Math.max(...changes) > TICK ? changes.join() : undefined
      this.amount = await this.#look()
    } catch (error) {
      // The services themselves report what is wrong with the spool.
      if (!isOutside(error)) throw error
    }
    const ended = elapsed()
    if (this.amount.waiting > FEW) this.#nextCount = ended + (ended - began) * (COUNTING_SHARE - 1)
  }
}
