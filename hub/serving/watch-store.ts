import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { messageOf } from '../../lib/system/errors.ts'
import type { Readiness } from '../http/readiness.ts'
import { servingNotices } from './notices.ts'

/** The pause between two looks, in milliseconds, and after how many without success it is told: five minutes. */
const [PAUSE, PATIENCE] = [20_000, 15]

/** What it works with. */
interface WatchParts {
  readonly readiness: Pick<Readiness, 'fault'>
  readonly clock: Pick<Clock, 'sleep'>
  readonly tell: Tell
  readonly signal: AbortSignal
}

/**
 * Until the signal aborts: tells when nothing can be stored for long, as what is short passes by itself; at once when
 * the store is gone. All else that needs the store waits silently meanwhile. Never rejects.
 */
export async function watchStore({ readiness, clock, tell, signal }: WatchParts): Promise<void> {
  let isTold = false
  for (let faults = 0; !signal.aborted; await clock.sleep(PAUSE, signal)) {
    const fault = await readiness.fault().catch(messageOf)
    faults = fault === undefined ? 0 : faults + 1
    if (fault === undefined) {
      if (isTold) tell(servingNotices.storeGoesOn())
      isTold = false
    } else if (!isTold && (fault === 'gone' || faults === PATIENCE)) {
      tell(fault === 'gone' ? servingNotices.storeGone() : servingNotices.storeStands(fault))
      isTold = true
    }
  }
}
