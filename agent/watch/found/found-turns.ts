import type { Clock } from '../../../lib/system/clock.ts'
import { eitherSignal } from '../../../lib/system/either-signal.ts'
import type { CheckConfig } from '../../config/checks/check-config.ts'
import type { FoundChecks } from './found-checks.ts'

/** Milliseconds between two looks at the host. */
const BETWEEN_LOOKS = 60 * 60_000

/** What work with one set of checks is given. */
export interface FoundTurn {
  /** Those that nobody wrote. */
  readonly checks: readonly CheckConfig[]
  /** Aborted when the work is to end, or to begin anew with others. */
  readonly signal: AbortSignal
  /** Called when a person wants a check to be forgotten. */
  readonly onForgotten: (name: string) => Promise<void>
}

/** What the turns depend on. */
export interface FoundTurnParts {
  readonly found: Pick<FoundChecks, 'checks' | 'look' | 'forget'>
  readonly clock: Pick<Clock, 'sleep'>
  readonly signal: AbortSignal
}

/** Works with what is found on the host, and anew whenever that changes, until the work ends by itself or is to. */
export async function workInTurns(
  { found, clock, signal }: FoundTurnParts,
  work: (turn: FoundTurn) => Promise<void>,
): Promise<void> {
  for (let isAgain = true; isAgain && !signal.aborted;) {
    const [changed, ended] = [new AbortController(), new AbortController()]
    const looks = eitherSignal(signal, changed.signal, ended.signal)
    const looking = Promise.allSettled([untilNews(found, clock, looks).finally(() => changed.abort())])
    const onForgotten = async (name: string): Promise<void> => {
      if (await found.forget(name)) changed.abort()
    }
    await work({ checks: found.checks, signal: eitherSignal(signal, changed.signal), onForgotten })
    isAgain = changed.signal.aborted
    ended.abort()
    const [looked] = await looking
    if (looked.status === 'rejected') throw looked.reason
  }
}

async function untilNews(
  found: FoundTurnParts['found'],
  clock: FoundTurnParts['clock'],
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(BETWEEN_LOOKS, signal)
    if (!signal.aborted && (await found.look())) return
  }
}
