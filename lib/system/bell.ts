/** Stays rung until it is heard; ringing it again before that has no further effect. */
export class Bell {
  #isRung = false
  #wake = (): void => undefined

  readonly ring = (): void => {
    this.#isRung = true
    this.#wake()
  }

  /**
   * Resolves to true when the bell rings, at once if it has already rung, and silences it. Resolves to false when the
   * signal aborts; the bell then stays as it is.
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
