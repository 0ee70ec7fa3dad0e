import { ActionNeeded } from '../../lib/system/errors.ts'
import { hasCpanel } from '../inbox/has-cpanel.ts'
import type { HooksStatus } from '../status/hooks-view.ts'
import { problemsOf } from './hooks-state.ts'
import { hookDifference, WANTED_HOOKS } from './hooks.ts'

/** Milliseconds that cPanel has for its answer: somebody waits for a status. */
const PATIENCE = 5000

/**
 * How the hooks stand on the host whose files are below `root`, for `status`; undefined where there is no cPanel. Only
 * root may ask it, and it answers in a bounded time or counts as unknown.
 */
export function hooksStatus(root: string, user = process.geteuid?.()): HooksStatus | undefined {
  if (!hasCpanel(root)) return undefined
  const expected = WANTED_HOOKS.length
  if (user !== 0) return { state: 'unknown', expected, problem: 'only root can ask cPanel' }
  try {
    const difference = hookDifference(root, PATIENCE)
    const registered = expected - difference.missing.length
    const problem = problemsOf(difference)
    if (problem === null) return { state: 'registered', expected, registered }
    if (registered === 0 && difference.wrong.length === 0) return { state: 'unregistered', expected, registered }
    return { state: 'incomplete', expected, registered, problem }
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return { state: 'unknown', expected, problem: error.message }
  }
}

/** Milliseconds for which an answer of cPanel counts where it is asked again and again. */
const FRESH = 60_000

/** Asks as `hooksStatus` does, and gives the same answer for a minute; `elapsed` is a clock that never steps. */
export function rememberedHooks(root: string, elapsed: () => number): () => HooksStatus | undefined {
  let [answer, until]: [HooksStatus | undefined, number] = [undefined, -Infinity]
  return () => {
    if (elapsed() >= until) [answer, until] = [hooksStatus(root), elapsed() + FRESH]
    return answer
  }
}
