import type { Tell } from '../../lib/notice/notice.ts'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import type { Work } from './round.ts'

/**
 * Runs works side by side until there is nothing left to do; each knows when its neighbours have ended. Resolves with
 * the exit code. Throws `ActionNeeded` with everything that could not be done.
 */
export async function runOnce(works: readonly Work[], tell: Tell, signal: AbortSignal): Promise<number> {
  const ends = works.map(() => new AbortController())
  const none = AbortSignal.abort()
  const results = await Promise.allSettled(
    works.map(async (work, index) => {
      const once = { supplied: ends[index - 1]?.signal ?? none, abandoned: ends[index + 1]?.signal ?? none }
      const nothing = (): void => undefined
      await work({ tell, signal, stop: signal, onWork: nothing, onRefused: nothing, once }).finally(() =>
        ends[index]?.abort(),
      )
    }),
  )
  const reasons = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []))
  const bug = reasons.find((reason) => !(reason instanceof ActionNeeded))
  if (bug !== undefined) throw bug
  const faults = reasons.filter((reason) => reason instanceof ActionNeeded)
  const [first] = faults
  if (first === undefined) return signal.aborted ? EXIT.failed : EXIT.ok
  throw new ActionNeeded(faults.map(({ message }) => message).join('\n'), first.exitCode)
}
