import type { Notice } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { Lease } from '../store/lease.ts'
import { StoreUnavailable } from '../store/store.ts'
import { Evaluator, type EvaluatorParts } from './evaluator.ts'
import { evaluationNotices } from './notices.ts'

/** The pause when all is judged, in milliseconds. */
const PAUSE = 1000

/** What judging needs. */
export interface JudgingParts extends EvaluatorParts {
  readonly clock: Clock
  /** Called after each round: what it leaves behind can be given back, also where nobody asks the hub anything. */
  readonly worked?: () => void
  readonly signal: AbortSignal
}

/**
 * Until the signal aborts: judges what arrives. Of several hubs on one store, one does so: the one with the lease. Two
 * that take themselves for it do no harm. A fault is told once, and what was not judged is judged later. Never rejects.
 */
export async function judgeArrivals(parts: JudgingParts): Promise<void> {
  const { store, clock, tell, signal, worked } = parts
  const lease = new Lease(store, 'evaluator')
  let evaluator: Evaluator | undefined
  let isFaulty = false
  while (!signal.aborted) {
    let isMore: boolean | undefined = false
    try {
      const now = Math.floor(clock.now() / 1000)
      evaluator = (await lease.isOurs(now)) ? (evaluator ?? (await Evaluator.start(parts))) : undefined
      isMore = await evaluator?.round(now)
      if (isMore === undefined) evaluator = undefined
      if (isFaulty) tell(evaluationNotices.goesOn())
      isFaulty = false
    } catch (error) {
      evaluator = undefined
      const notice = noticeOf(error)
      if (notice !== undefined && !isFaulty) {
        tell(notice)
        isFaulty = true
      }
    }
    worked?.()
    if (isMore !== true) await clock.sleep(PAUSE, endOfPause(evaluator, parts))
  }
  await lease.end()
}

/** What comes in a flood must be asked for before the store forgets it, and it would have to be read back. */
function endOfPause(evaluator: Evaluator | undefined, { store: { recent }, signal }: JudgingParts): AbortSignal {
  return evaluator === undefined || recent === undefined ? signal : recent.untilMany(signal)
}

/** What is told of a fault; undefined if it passes by itself. */
function noticeOf(error: unknown): Notice | undefined {
  if (!(error instanceof StoreUnavailable)) return evaluationNotices.failed(error)
  return error.reason === 'full' ? evaluationNotices.held() : undefined
}
