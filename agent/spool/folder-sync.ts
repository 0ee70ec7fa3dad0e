import { syncFolder } from '../../lib/system/files/atomic-file.ts'

/**
 * Makes what was renamed into a folder survive a power cut, one sync for all who ask while another runs: a disk syncs a
 * few hundred times a second, or a dozen times. Who asks waits for a sync that began after he asked.
 */
export class FolderSync {
  readonly #folder: string
  readonly #sync: (folder: string) => Promise<void>
  #running: Promise<void> | undefined
  #next: Promise<void> | undefined

  constructor(folder: string, sync: (folder: string) => Promise<void> = syncFolder) {
    this.#folder = folder
    this.#sync = sync
  }

  /** Resolves when all that was renamed before the call is on the disk; rejects where that failed. */
  async done(): Promise<void> {
    this.#next ??= this.#begin(this.#running)
    await this.#next
  }

  async #begin(before: Promise<void> | undefined): Promise<void> {
    // Its failure is told to those who waited for it.
    await before?.catch(() => undefined)
    this.#running = this.#next
    this.#next = undefined
    await this.#sync(this.#folder)
  }
}
