import { onAbort } from '../../lib/system/on-abort.ts'

/**
 * Tells when what was counted and the positions of the logs belong together: a log is *ahead* from the first lines of a
 * read that are counted until the position after them is noted.
 */
export class Gate {
  readonly #ahead = new Set<string>()
  #onLevel: (() => void) | undefined
  #closed: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined

  /** Whether every line that was counted lies before a noted position. */
  get isLevel(): boolean {
    return this.#ahead.size === 0
  }

  /** Lines of a log are counted beyond its position. */
  ahead(path: string): void {
    this.#ahead.add(path)
  }

  /** The position of a log is noted. */
  noted(path: string): void {
    this.#ahead.delete(path)
    if (this.isLevel) this.#onLevel?.()
  }

  /** Resolves when a log may be read on; undefined for at once. Not to be awaited by a log that is ahead. */
  get open(): Promise<void> | undefined {
    return this.#closed?.promise
  }

  /**
   * Calls `act` at a moment when all is level, and lets nobody read on until it has ended. Logs that are ahead then
   * still note their positions first. Undefined, with nothing done, if the signal is aborted before: a log that hit a
   * bug stays ahead.
   */
  async whileLevel<T>(act: () => T | Promise<T>, signal: AbortSignal): Promise<T | undefined> {
    const closed = Promise.withResolvers<void>()
    this.#closed = closed
    try {
      while (!this.isLevel && !signal.aborted) await this.#level(signal)
      return this.isLevel ? await act() : undefined
    } finally {
      this.#closed = undefined
      closed.resolve()
    }
  }

  async #level(signal: AbortSignal): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#onLevel = resolve
    const forget = onAbort(signal, resolve)
    await promise
    forget()
    this.#onLevel = undefined
  }
}
