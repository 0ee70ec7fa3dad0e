import { ActionNeeded } from '../../lib/system/errors.ts'
import { hasCpanel } from '../inbox/has-cpanel.ts'
import { type HookDifference, hookDifference, WANTED_HOOKS } from './hooks.ts'
import type { Registration } from './registration.ts'

/** How the agent's hooks stand with cPanel; `unknown`: cPanel does not say. */
export interface HooksState {
  readonly state: 'registered' | 'incomplete' | 'unregistered' | 'unknown'
  /** What is incomplete or unknown, in words. */
  readonly problem: string | null
}

/** How services and hooks stand together, as `cpanel status --json` prints it. */
export interface Standing extends Registration {
  readonly hooks: HooksState
}

/**
 * Adds how the hooks stand on the host whose files are below `root`; cPanel has `patience` milliseconds to tell.
 */
export function withHooks(root: string, registration: Registration, patience?: number): Standing {
  const hooks = hooksState(root, patience)
  const isAlike =
    hooks.state === registration.state || (hooks.state === 'unknown' && registration.state === 'unregistered')
  return { ...registration, state: isAlike ? registration.state : 'incomplete', hooks }
}

function hooksState(root: string, patience?: number): HooksState {
  if (!hasCpanel(root)) return { state: 'unregistered', problem: null }
  try {
    const difference = hookDifference(root, patience)
    const { missing, wrong } = difference
    if (missing.length === WANTED_HOOKS.length && wrong.length === 0) return { state: 'unregistered', problem: null }
    const problem = problemsOf(difference)
    return { state: problem === null ? 'registered' : 'incomplete', problem }
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return { state: 'unknown', problem: error.message }
  }
}

/** What is wrong with the hooks, in words; null if nothing is. */
export function problemsOf({ missing, wrong, isAppSpoors }: HookDifference): string | null {
  const [first] = missing
  const problems = [
    ...(first ? [`${missing.length} of ${WANTED_HOOKS.length} are missing, such as ${first.event}`] : []),
    ...(wrong.length > 0 ? [`cPanel has others than register makes: ${wrong.length}`] : []),
    ...(isAppSpoors ? ["App::Spoor's own hook is there, too, and doubles forwards"] : []),
  ]
  return problems.length === 0 ? null : problems.join('; ')
}
