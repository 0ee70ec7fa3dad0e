import type { Tell } from '../../lib/notice/notice.ts'
import { EXIT } from '../../lib/system/errors.ts'
import { throwFaults } from './faults.ts'
import type { Plan } from './rounds.ts'

/**
 * Runs works side by side until there is nothing left to do; each knows when its neighbours have ended. Resolves with
 * the exit code. Throws `ActionNeeded` with everything that could not be done.
 */
export async function runOnce(
  { works, ...plan }: Pick<Plan, 'works' | 'statusFor'>,
  tell: Tell,
  signal: AbortSignal,
): Promise<number> {
  const ends = works.map(() => new AbortController())
  const none = AbortSignal.abort()
  const results = await Promise.allSettled(
    works.map(async (work, index) => {
      const once = { supplied: ends[index - 1]?.signal ?? none, abandoned: ends[index + 1]?.signal ?? none }
      const nothing = (): void => undefined
      await work({ ...plan, tell, signal, stop: signal, onWork: nothing, onRefused: nothing, once }).finally(() =>
        ends[index]?.abort(),
      )
    }),
  )
  throwFaults(results)
  return signal.aborted ? EXIT.failed : EXIT.ok
}
