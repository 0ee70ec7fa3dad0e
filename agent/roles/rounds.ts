import type { Tell } from '../../lib/notice/notice.ts'
import type { Reloads } from '../../lib/notice/reloads.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { Memory } from '../../lib/system/processes/memory.ts'
import { roleNotices } from './notices.ts'
import type { StatusFor, Work } from './round.ts'

/** What one configuration asks for. */
export interface Plan {
  readonly works: readonly Work[]
  /** Bytes that the process may take. */
  readonly memory: number
  readonly statusFor?: StatusFor
}

/** What rounds are run with. */
export interface RoundParts {
  readonly reloads: Reloads<Plan>
  readonly tell: Tell
  /** Ends all. */
  readonly signal: AbortSignal
}

/**
 * Runs all work of a plan side by side until the signal is aborted or one work ends; resolves with the exit code. For
 * another configuration all work ends and begins anew: a stop and a start lose nothing. If the work cannot begin with
 * it, the previous configuration is used again.
 */
export async function runRounds(first: Plan, parts: RoundParts): Promise<number> {
  const { reloads, tell, signal } = parts
  let plan = first
  let before: Plan | undefined
  for (;;) {
    if (plan.works.length === 0) {
      tell(roleNotices.noWork())
      return EXIT.noWork
    }
    const { failure, next, exitCode } = await runRound(plan, parts)
    if (failure === undefined) {
      if (next === undefined || signal.aborted || exitCode !== EXIT.ok) return exitCode
      before = plan
      plan = next
    } else {
      if (!(failure instanceof ActionNeeded) || before === undefined) throw failure
      reloads.refuse(failure)
      if (signal.aborted) return exitCode
      plan = next ?? before
      if (next === undefined) before = undefined
    }
  }
}

/** How a round ended: what a work threw, and the next plan. */
interface RoundEnd {
  readonly failure: unknown
  readonly next: Plan | undefined
  readonly exitCode: number
}

async function runRound(
  { works, memory: limit, ...plan }: Plan,
  { reloads, tell, signal }: RoundParts,
): Promise<RoundEnd> {
  const [ended, replaced] = [new AbortController(), new AbortController()]
  const stop = eitherSignal(signal, ended.signal)
  const round = eitherSignal(stop, replaced.signal)
  let exitCode: number = EXIT.ok
  const memory = new Memory(limit, (taken) => {
    tell(roleNotices.memoryExceeded(taken))
    exitCode = EXIT.failed
    ended.abort()
  })
  const onRefused = (listener: (reason: string | undefined) => void): void => reloads.watch(listener, round)
  const work = works.map((each) =>
    each({ ...plan, tell, signal: round, stop, onWork: memory.worked, onRefused }).finally(() => {
      // The end of one ends all; for a reload each may take its time.
      if (!replaced.signal.aborted) ended.abort()
    }),
  )
  const reload = reloads.next(round).finally(() => replaced.abort())
  const results = await Promise.allSettled([...work, reload])
  memory.close()
  const failure: unknown = results.find((result) => result.status === 'rejected')?.reason
  return { failure, next: await reload.catch(() => undefined), exitCode }
}
