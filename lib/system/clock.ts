import { setTimeout } from 'node:timers/promises'

/** Time, passed in so that no test sleeps. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z by the wall clock; may step. */
  now(): number
  /** Resolves after `milliseconds`, or at once when the signal is aborted; never rejects. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>
}

/** Milliseconds since some moment, by a clock that never steps. Half of node:perf_hooks is not loaded for it. */
export function elapsed(): number {
  return Number(process.hrtime.bigint()) / 1e6
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) => setTimeout(milliseconds, undefined, { signal }).catch(() => undefined),
}
