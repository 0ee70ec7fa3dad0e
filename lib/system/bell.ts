/** Stays rung until somebody has heard it; however often it was rung, once. */
export class Bell {
  #isRung = false
  #wake = (): void => undefined

  readonly ring = (): void => {
    this.#isRung = true
    this.#wake()
  }

  /**
   * Resolves when it is rung, at once if it was. True then; false when the signal is aborted, and it stays as it is.
   */
  async heard(signal: AbortSignal): Promise<boolean> {
    if (!this.#isRung && !signal.aborted) {
      const { promise, resolve } = Promise.withResolvers<void>()
      this.#wake = resolve
      signal.addEventListener('abort', () => resolve(), { once: true })
      await promise
    }
    if (signal.aborted) return false
    this.#isRung = false
    return true
  }
}
