import { rename, writeFile } from 'node:fs/promises'
import { isOutside } from '../../lib/system/errors.ts'

/** Milliseconds that a change may wait to be saved; without changes nothing is written. */
const DELAY = 60_000

/**
 * A copy on disk of a file that a reboot removes. Never synced: after a power cut it may be a minute old, or gone.
 * Nothing depends on it, so a failure to write it is not reported; the next change tries again.
 */
export class SavedCopy {
  readonly #file: string
  readonly #text: () => string
  #timer: NodeJS.Timeout | undefined

  constructor(file: string, text: () => string) {
    this.#file = file
    this.#text = text
  }

  /** Something has changed. */
  changed(): void {
    this.#timer ??= setTimeout(() => void this.save(), DELAY).unref()
  }

  /** Saves now what has changed and is not saved. */
  async save(): Promise<void> {
    if (this.#timer === undefined) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    const next = `${this.#file}.tmp`
    try {
      await writeFile(next, this.#text(), { mode: 0o600 })
      await rename(next, this.#file)
    } catch (error) {
      if (!isOutside(error)) throw error
    }
  }
}
