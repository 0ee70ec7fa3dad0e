import { syncFolder } from '../../lib/system/files/atomic-file.ts'

/**
 * Makes renames into a folder durable. Callers that arrive while a sync runs share the next one, because a disk manages
 * anything from a dozen to a few hundred syncs a second. Each call waits for a sync that began after it.
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

  /** Resolves when every rename made before the call is durable; rejects if the sync fails. */
  async done(): Promise<void> {
    this.#next ??= this.#begin(this.#running)
    await this.#next
  }

  async #begin(before: Promise<void> | undefined): Promise<void> {
    // The callers that waited for that sync get its error.
    await before?.catch(() => undefined)
    this.#running = this.#next
    this.#next = undefined
    await this.#sync(this.#folder)
  }
}
