import { ActionNeeded, EXIT } from '../system/errors.ts'
import type { Action, Options } from './command.ts'
import { unknownWord } from './unknown-word.ts'

/**
 * Finds the action typed after a command's name. Throws `ActionNeeded` (exit 2) if there is no such action, or if it
 * does not take one of the options.
 */
export function chosenAction<T extends Action>(
  program: string,
  command: string,
  actions: Readonly<Record<string, T>>,
  name: string,
  options: Options,
): T {
  const action = Object.hasOwn(actions, name) ? actions[name] : undefined
  if (action === undefined)
    throw unknownWord({ program, command, kind: 'action', typed: name, words: Object.keys(actions) })
  const surplus = Object.keys(options).find((option) => !action.options.includes(`--${option}`))
  if (surplus === undefined) return action
  throw new ActionNeeded(`${command} ${name}: --${surplus} has no meaning here`, EXIT.usage)
}
