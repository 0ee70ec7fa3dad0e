import { eitherSignal } from '../../lib/system/either-signal.ts'
import { codeOf, messageOf } from '../../lib/system/errors.ts'
import type { Waker } from '../../lib/system/watching/waker.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { Failure } from '../receivers/delivery/courier.ts'

/** The clock may step, so it is looked at this often while something is due, in milliseconds. */
const LOOKING = 60_000

/** What decides when an alert has a turn. */
export interface TurnParts {
  readonly waker: Waker
  /** Present if it ends by itself: aborted when nothing more comes into the queue. */
  readonly once?: AbortSignal | undefined
  readonly signal: AbortSignal
}

/**
 * Takes turns until the signal is aborted, with `once` until a last one or one that failed; whether none did. A turn is
 * told whether it is the last, and `rest` says in how many milliseconds the next is due: undefined if only a report can
 * bring it.
 */
export async function takeTurns(
  { waker, once, signal }: TurnParts,
  turn: (isLast: boolean) => Promise<boolean>,
  rest: () => number | undefined,
): Promise<boolean> {
  while (!signal.aborted) {
    const isLast = once?.aborted === true
    const isGood = await turn(isLast)
    if (once !== undefined && (isLast || !isGood)) return isGood
    const until = once === undefined ? signal : eitherSignal(signal, once)
    if (!signal.aborted && once?.aborted !== true) await waker.wake(until, rest())
  }
  return true
}

/** The milliseconds from now to the first of these times; undefined if there is none. */
export function restUntil(times: readonly (number | undefined)[], now: number): number | undefined {
  const known = times.filter((time) => time !== undefined)
  return known.length === 0 ? undefined : Math.max(0, Math.min(LOOKING, Math.min(...known) - now))
}

/** Does some work on the spool; whether that could be used. Trouble with it is a failure like any other. */
export async function isSpoolUsable(work: () => Promise<void>, failed: (failure: Failure) => void): Promise<boolean> {
  try {
    await work()
    return true
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    const reason = `The spool cannot be used (${code}): ${plainText(messageOf(error))}.`
    failed({ result: 'later', cause: 'spool', reason })
    return false
  }
}
