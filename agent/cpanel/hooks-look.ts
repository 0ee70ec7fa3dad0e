import { join } from 'node:path'
import * as v from 'valibot'
import type { EventOf } from '../../lib/event/event.ts'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { newestChange } from './newest-change.ts'

/** Seconds after which cPanel is asked though its registry did not change: it may have been replaced unseen. */
const INTERVAL = 3600

/** The folder in which cPanel keeps its registry of hooks, since version 84. */
const REGISTRY = 'var/cpanel/hooks/data'

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** How the agent's hooks stood when cPanel was asked; times are seconds since 1970-01-01T00:00:00Z. */
export const knownHooks = v.object({
  askedAt: whole,
  /** The newest change of the registry by then. */
  change: v.string(),
  /** Since when some are missing; absent while none is. */
  missingSince: v.optional(whole),
})

/** How the agent's hooks stood when cPanel was asked. */
export type KnownHooks = v.InferOutput<typeof knownHooks>

/** Counts the hooks that the agent needs, and those of them that are missing; throws `ActionNeeded` if nobody knows. */
export type CountHooks = (root: string) => { readonly wanted: number; readonly missing: number }

/** What became known of hooks, and what is to be told of it. */
interface HooksLook {
  readonly hooks: KnownHooks | undefined
  readonly events: readonly EventOf<'hooks_missing' | 'hooks_registered'>[]
}

/**
 * Asks cPanel how the agent's hooks stand, if its registry changed since it was asked or an hour has passed: to ask
 * starts a program in Perl. That hooks are missing is told once, and once that they are there. Where cPanel does not
 * say, nothing is told, and it is asked again in an hour.
 */
export function lookAtHooks(root: string, before: KnownHooks | undefined, time: number, count: CountHooks): HooksLook {
  const change = newestChange(join(root, REGISTRY))
  const isKnown = before !== undefined && before.change === change
  if (isKnown && before.askedAt <= time && time - before.askedAt < INTERVAL) return { hooks: before, events: [] }
  const asked = { askedAt: time, change }
  const since = before?.missingSince
  const known = counted(root, count)
  if (known === undefined)
    return { hooks: { ...asked, ...(since !== undefined && { missingSince: since }) }, events: [] }
  const { wanted: hooks_wanted, missing: hooks } = known
  const ofHost = { time, context: 'system', service: null } as const
  if (hooks === 0) {
    if (since === undefined) return { hooks: asked, events: [] }
    const lasted = Math.max(0, time - since)
    return { hooks: asked, events: [{ type: 'hooks_registered', ...ofHost, hooks_wanted, lasted }] }
  }
  const missing = { ...asked, missingSince: since ?? time }
  return {
    hooks: missing,
    events: since === undefined ? [{ type: 'hooks_missing', ...ofHost, hooks, hooks_wanted }] : [],
  }
}

function counted(root: string, count: CountHooks): ReturnType<CountHooks> | undefined {
  try {
    return count(root)
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return undefined
  }
}
