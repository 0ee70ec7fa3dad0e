import { isOutside } from '../system/errors.ts'
import type { ReloadRequest } from '../system/reload-request.ts'
import { oneLine } from '../text/plain-text.ts'
import type { Tell } from './notice.ts'
import { reloadNotices } from './reload-notices.ts'

/** What a configuration is reloaded with. */
export interface ReloadParts<T> {
  readonly reloadRequest: ReloadRequest
  /** Reads it; throws `ActionNeeded` if it cannot be used. */
  readonly read: () => Promise<T>
  readonly tell: Tell
}

type Listener = (reason: string | undefined) => void

/** A configuration that is reloaded on request, and why the last one was refused. */
export class Reloads<T> {
  readonly #parts: ReloadParts<T>
  readonly #listeners = new Set<Listener>()
  #refused: string | undefined

  constructor(parts: ReloadParts<T>) {
    this.#parts = parts
  }

  /** The next valid configuration; invalid ones are refused. Undefined once the signal is aborted. */
  async next(signal: AbortSignal): Promise<T | undefined> {
    const { reloadRequest, read, tell } = this.#parts
    while (await reloadRequest.taken(signal)) {
      try {
        const config = await read()
        this.#refused = undefined
        tell(reloadNotices.configReloaded())
        return config
      } catch (error) {
        this.refuse(error)
      }
    }
    return undefined
  }

  /** Reports why one is not used; rethrows an error that is a bug. */
  refuse(error: unknown): void {
    if (!isOutside(error)) throw error
    this.#refused = oneLine(error.message)
    this.#parts.tell(reloadNotices.configRefused(this.#refused))
    for (const listener of this.#listeners) listener(this.#refused)
  }

  /** Tells a listener, now and until the signal is aborted, why one was refused; undefined if none was. */
  watch(listener: Listener, signal: AbortSignal): void {
    this.#listeners.add(listener)
    signal.addEventListener('abort', () => this.#listeners.delete(listener), { once: true })
    listener(this.#refused)
  }
}
