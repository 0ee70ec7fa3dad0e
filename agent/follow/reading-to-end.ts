import type { Clock } from '../../lib/system/clock.ts'
import type { ClosableWaker } from '../../lib/system/watching/waker.ts'

/** How often to look again, once a second, at a log whose rotation is under way. */
const MOST_LOOKS = 60

/** What reading a log to its end once needs. */
export interface ReadingToEndOptions {
  readonly clock: Pick<Clock, 'sleep'>
  /** Whether the log cannot be read, so that there is nothing to wait for. */
  readonly isUnread: () => boolean
  /** Called at the end; `isSettled`: whether only new lines are left to wait for. */
  readonly onEnd: (isSettled: boolean) => void
}

/** A waker with which following a log ends once it is read, and the signal that ends it. */
export function readingToEnd({ clock, isUnread, onEnd }: ReadingToEndOptions): {
  readonly waker: ClosableWaker
  readonly signal: AbortSignal
} {
  const end = new AbortController()
  let looks = 0
  const wake = async (signal: AbortSignal, within?: number): Promise<void> => {
    looks += 1
    if (within !== undefined && !isUnread() && looks <= MOST_LOOKS) return clock.sleep(within, signal)
    onEnd(within === undefined)
    end.abort()
  }
  return { waker: { wake, hint: () => undefined, close: () => undefined }, signal: end.signal }
}
