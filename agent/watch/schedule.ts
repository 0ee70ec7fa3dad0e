import { hash } from 'node:crypto'
import type { Clock } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { DueList } from './due-list.ts'

/** Something that runs at its interval. */
export interface Scheduled {
  readonly name: string
  /** Milliseconds from the beginning of a run to that of the next. */
  readonly interval: number
}

/** What a schedule works with. */
export interface ScheduleParts<T extends Scheduled> {
  readonly checks: readonly T[]
  /** The name of the host: with it, hosts of the same configuration do not all ask at the same moment. */
  readonly host: string
  readonly clock: Pick<Clock, 'sleep'>
  /** Milliseconds on a clock that never steps. */
  readonly elapsed: () => number
  readonly signal: AbortSignal
  /** Whether each is to run once, at once, and no more. */
  readonly isOnce?: boolean
  /** Runs one; resolves, once nothing of the run is left, with whether it is to run again soon. */
  readonly run: (check: T) => Promise<'soon' | 'usual'>
}

/** So many run at once. */
const AT_ONCE = 8

/** Milliseconds until what is to run soon does. */
const SOON = 10_000

/** Made once: each error that is made walks the stack. */
const CHANGED = new Error('something changed')

/** The first runs are within so many milliseconds, however long the interval: after a start somebody waits for them. */
const FIRST_WITHIN = 60_000

/** When a check is first due, in milliseconds after the start: by a hash of host and name, so that they spread. */
export function offsetOf(host: string, { name, interval }: Scheduled): number {
  const spread = Math.min(interval, FIRST_WITHIN)
  return Number.parseInt(hash('sha256', `${host}\0${name}`).slice(0, 8), 16) % spread
}

/**
 * Runs checks at their intervals, never one twice at once and not too many together, until the signal is aborted and
 * the last run has ended. What could not run in time runs as soon as it can, and once. Rejects if a run does.
 */
export async function runSchedule<T extends Scheduled>(parts: ScheduleParts<T>): Promise<void> {
  const { checks, host, clock, elapsed, signal, run, isOnce = false } = parts
  const start = elapsed()
  const due = new DueList<T>()
  for (const check of checks) due.add(check, isOnce ? start : start + offsetOf(host, check))
  const running = new Map<T, Promise<void>>()
  const failure = new AbortController()
  let changed = new AbortController()
  // When the schedule wakes by itself: never while only the end of a run changes anything.
  let wakes = Infinity
  const begin = async (check: T, began: number): Promise<void> => {
    try {
      const next = await run(check)
      const now = elapsed()
      const usual = Math.max(began + check.interval, now)
      if (!isOnce) due.add(check, next === 'soon' ? Math.min(now + SOON, usual) : usual)
    } catch (error) {
      failure.abort(error)
    }
    running.delete(check)
    if (wakes === Infinity || due.next < wakes || failure.signal.aborted) changed.abort(CHANGED)
  }
  while (!signal.aborted && !failure.signal.aborted && due.size + running.size > 0) {
    changed = new AbortController()
    const now = elapsed()
    while (running.size < AT_ONCE) {
      const check = due.take(now)
      if (check === undefined) break
      running.set(check, begin(check, now))
    }
    wakes = running.size === AT_ONCE ? Infinity : due.next
    // A timer cannot wait for ever.
    const wait = Math.min(Math.max(wakes - elapsed(), 0), 2 ** 31 - 1)
    await clock.sleep(wait, eitherSignal(signal, changed.signal))
  }
  await Promise.all(running.values())
  if (failure.signal.aborted) throw failure.signal.reason
}
