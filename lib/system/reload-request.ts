/** A request to reload. It stands until it is taken; making it again before that has no further effect. */
export class ReloadRequest {
  #isMade = false
  #wake = (): void => undefined

  readonly make = (): void => {
    this.#isMade = true
    this.#wake()
  }

  /**
   * Takes the request: resolves to true once it is made, at once if it stands. Resolves to false when the signal
   * aborts, and leaves a standing request.
   */
  async taken(signal: AbortSignal): Promise<boolean> {
    if (!this.#isMade && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      signal.addEventListener('abort', () => resolve(), { once: true })
      await promise
    }
    if (signal.aborted) return false
    this.#isMade = false
    return true
  }
}
