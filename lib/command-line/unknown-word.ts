import { nearest } from '../text/nearest.ts'
import { ActionNeeded, EXIT } from '../system/errors.ts'
import { plainText } from '../text/plain-text.ts'

/**
 * What to say (exit 2) of a word that is none of those there are, of all commands or of one: which is like it, else all
 * of them.
 */
export function unknownWord(kind: string, typed: string, words: readonly string[], command?: string): ActionNeeded {
  const near = nearest(typed, words) ?? words.find((word) => typed.length > 2 && word.startsWith(typed))
  const instead = near === undefined ? `there are ${words.join(', ')};` : `did you mean ${near}?`
  const [where, help] = command === undefined ? ['', 'help'] : [`${command}: `, `help ${command}`]
  return new ActionNeeded(
    `${where}there is no ${kind} "${plainText(typed)}"; ${instead} see: spoor-agent ${help}`,
    EXIT.usage,
  )
}
