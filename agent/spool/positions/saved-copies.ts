import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf, messageOf } from '../../../lib/system/errors.ts'
import { syncFolder, writeSynced } from '../../../lib/system/files/atomic-file.ts'
import { readRegularFile } from '../../../lib/system/files/regular-file.ts'

/** What hears what is wrong with the files. */
interface Listener {
  readonly onUnreadable: (file: string, reason: string) => void
  readonly onUnsaved: (reason: string) => void
}

/**
 * What is saved durably in a state folder as `<name>.json`, with the copy before it beside it. The owner of a file does
 * not matter: only the agent's user and root can write to that folder (mode 0700).
 */
export class SavedCopies<T> {
  readonly #current: string
  /** Becomes the current file at the end of a save. After a crash between the two renames it is whole, and newest. */
  readonly #next: string
  readonly #previous: string
  /** Keeps the newest unusable current file for a person to look at. */
  readonly #setAside: string
  readonly #parse: (text: string) => T

  /** `parse` throws where a text is not what is saved by this version. */
  constructor(name: string, parse: (text: string) => T) {
    this.#current = `${name}.json`
    this.#next = `${name}.json.tmp`
    this.#previous = `${name}.previous.json`
    this.#setAside = `${name}.unreadable.json`
    this.#parse = parse
  }

  /** What was saved last, or the next best intact copy; undefined if there is none. */
  async load(folder: string, { onUnreadable, onUnsaved }: Listener): Promise<T | undefined> {
    const unsaved = (error: unknown): void => onUnsaved(messageOf(error))
    for (const name of [this.#current, this.#next, this.#previous]) {
      const file = join(folder, name)
      try {
        const found = this.#parse(await readRegularFile(file))
        // Otherwise the next save would begin by overwriting it.
        if (name === this.#next) await replace(file, join(folder, this.#current)).catch(unsaved)
        return found
      } catch (error) {
        // A crash during a save often leaves half of the next file.
        if (codeOf(error) === 'ENOENT' || name === this.#next) continue
        onUnreadable(file, messageOf(error))
        // Left in place, it would replace the good previous copy at the next save.
        if (name === this.#current) await replace(file, join(folder, this.#setAside)).catch(unsaved)
      }
    }
    return undefined
  }

  /** All intact copies, newest first; throws the system's error. Changes nothing. */
  async whole(folder: string): Promise<readonly T[]> {
    const whole: T[] = []
    // In this order, because a file that a concurrent save renames gets a name that is read later.
    for (const name of [this.#next, this.#current, this.#previous]) {
      try {
        whole.push(this.#parse(await readRegularFile(join(folder, name))))
      } catch (error) {
        if (codeOf(error) !== undefined && codeOf(error) !== 'ENOENT') throw error
      }
    }
    return whole
  }

  /** Saves a text as the current copy; resolves with its size in bytes. */
  async save(folder: string, text: string): Promise<number> {
    const current = join(folder, this.#current)
    const next = join(folder, this.#next)
    await writeSynced(next, text)
    await replace(current, join(folder, this.#previous)).catch(ignoreMissing)
    await rename(next, current)
    await syncFolder(folder)
    return Buffer.byteLength(text)
  }

  /** Removes all copies: what they say counts no more. */
  async remove(folder: string): Promise<void> {
    for (const name of [this.#previous, this.#next, this.#current]) await rm(join(folder, name), { force: true })
  }
}

/** Renames a file over its target, even if one of the two is a folder. */
async function replace(file: string, target: string): Promise<void> {
  try {
    await rename(file, target)
  } catch (error) {
    if (!['EISDIR', 'ENOTDIR', 'ENOTEMPTY'].includes(codeOf(error) ?? '')) throw error
    await rm(target, { recursive: true })
    await rename(file, target)
  }
}

function ignoreMissing(error: unknown): void {
  if (codeOf(error) !== 'ENOENT') throw error
}
