/** Time, passed in so that tests need not sleep. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z on the wall clock, which may step. */
  now(): number
  /** Resolves after `milliseconds`, or as soon as the signal aborts; never rejects. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

/**
 * Milliseconds since an arbitrary moment, on a clock that never steps. `process.hrtime` saves loading half of
 * node:perf_hooks.
 */
export function elapsed(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal.aborted) return resolve()
      // That of node:timers/promises makes an error at each abort.
      const wake = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', wake)
        resolve()
      }
      const timer = setTimeout(wake, milliseconds)
      signal.addEventListener('abort', wake)
    }),
}
