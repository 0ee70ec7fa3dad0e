import { ActionNeeded } from '../../lib/system/errors.ts'
import { commandLine } from '../cpanel/hook-registry.ts'
import { type HookDifference, hookDifference, neededWords, registerHooks } from '../cpanel/hooks.ts'
import { hasCpanel } from '../inbox/has-cpanel.ts'
import type { SetupChange } from '../setup/step.ts'

/** Exchanges App::Spoor's hook for ours, if cPanel has it: ours is there before theirs goes. */
export function hookChange(root: string): readonly SetupChange[] {
  const difference = hasCpanel(root) ? foundHooks(root) : undefined
  if (difference?.isAppSpoors !== true) return []
  const change = {
    text: "Registers the agent's hook with cPanel, then takes App::Spoor's out; its module stays where it is.",
    commands: neededWords(difference).map(commandLine),
    activates: true,
    apply: async () => registerHooks(root),
  }
  return [change]
}

/** Where cPanel does not say, the step that registers hooks tells it. */
function foundHooks(root: string): HookDifference | undefined {
  try {
    return hookDifference(root)
  } catch (error) {
    if (error instanceof ActionNeeded) return undefined
    throw error
  }
}
