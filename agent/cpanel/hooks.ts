import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ActionNeeded } from '../../lib/system/errors.ts'
import { HOOKED } from '../hook/hooked-events.ts'
import { hasCpanel } from '../inbox/has-cpanel.ts'
import { manageHooks, registeredHooks, type RegisteredHook, wordsFor } from './hook-registry.ts'

/** What cPanel runs; the package brings it. */
export const HOOK_SCRIPT = '/usr/lib/spoor-agent/cpanel-hook'

/** App::Spoor's hook, a Perl module that runs inside cPanel and writes to error_log. */
export const APP_SPOOR = 'SpoorForwardHook'

/** What is registered. Events of WHM and of passwords run as root in any case. */
export const WANTED_HOOKS: readonly RegisteredHook[] = HOOKED.map(({ category, event }) => {
  return { category, event, stage: 'post', hook: HOOK_SCRIPT, isEscalated: category === 'Cpanel' }
})

/** How cPanel's registry differs from what is wanted. */
export interface HookDifference {
  readonly missing: readonly RegisteredHook[]
  /** Of the agent, but for another event, twice, or without the rights that it needs. */
  readonly wrong: readonly RegisteredHook[]
  /** Whether App::Spoor's hook is there. */
  readonly isAppSpoors: boolean
}

/** How the hooks stand on the host whose files are below `root`. Throws `ActionNeeded` if cPanel does not say. */
export function hookDifference(root: string, patience?: number): HookDifference {
  const registered = registeredHooks(root, patience)
  const ours = registered.filter(({ hook }) => hook === HOOK_SCRIPT)
  const right = WANTED_HOOKS.map((wanted) => ours.find((each) => isSame(each, wanted) && isEnough(each, wanted)))
  return {
    missing: WANTED_HOOKS.filter((_, index) => right[index] === undefined),
    wrong: ours.filter((each) => !right.includes(each)),
    isAppSpoors: registered.some(({ hook }) => hook.startsWith(`${APP_SPOOR}::`)),
  }
}

/**
 * The words with which `manage_hooks` makes the registry right, in this order. What is wrong goes first: its removal
 * may take what is right with it. App::Spoor's hook goes last, so that no forward goes unseen.
 */
export function neededWords({ missing, wrong, isAppSpoors }: HookDifference): readonly (readonly string[])[] {
  const again = WANTED_HOOKS.filter((wanted) => wrong.some((each) => isSame(each, wanted)))
  return [
    ...wrong.map((each) => wordsFor('delete', each)),
    ...[...new Set([...again, ...missing])].map((each) => wordsFor('add', each)),
    ...(isAppSpoors ? [['delete', 'module', APP_SPOOR]] : []),
  ]
}

/**
 * Registers the hook for all its events, and for no others, and takes out App::Spoor's. Throws `ActionNeeded` if that
 * cannot be done, or was not although `manage_hooks` says so.
 */
export function registerHooks(root: string): void {
  if (!existsSync(join(root, HOOK_SCRIPT))) {
    throw new ActionNeeded(
      `${HOOK_SCRIPT}: this is not there, so no hook was registered; install the package, which brings it.`,
    )
  }
  const { wrong } = hookDifference(root)
  for (const each of wrong) manageHooks(root, wordsFor('delete', each))
  for (const each of hookDifference(root).missing) manageHooks(root, wordsFor('add', each))
  const {
    missing: [first],
    isAppSpoors,
  } = hookDifference(root)
  if (first !== undefined) {
    throw new ActionNeeded(
      `${first.event}: manage_hooks added it and does not list it; see what it says: manage_hooks list`,
    )
  }
  if (isAppSpoors) manageHooks(root, ['delete', 'module', APP_SPOOR])
}

/** Takes all hooks of the agent out; says whether there were any. */
export function unregisterHooks(root: string): boolean {
  if (!hasCpanel(root)) return false
  const ours = registeredHooks(root).filter(({ hook }) => hook === HOOK_SCRIPT)
  // One word of removal may take several that are the same.
  for (const each of ours.filter((one, index) => ours.findIndex((other) => isSame(one, other)) === index)) {
    manageHooks(root, wordsFor('delete', each))
  }
  return ours.length > 0
}

function isSame(one: RegisteredHook, other: RegisteredHook): boolean {
  return one.category === other.category && one.event === other.event && one.stage === other.stage
}

function isEnough(registered: RegisteredHook, wanted: RegisteredHook): boolean {
  return registered.isEscalated || !wanted.isEscalated
}
