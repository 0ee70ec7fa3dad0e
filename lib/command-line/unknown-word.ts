import { ActionNeeded, EXIT } from '../system/errors.ts'
import { nearest } from '../text/nearest.ts'
import { plainText } from '../text/plain-text.ts'

/** A typed word that is not one of the allowed words. */
export interface UnknownWord {
  readonly program: string
  /** The command that it was typed after; absent if the word itself should be a command. */
  readonly command?: string
  /** The kind of word expected: `driver`. */
  readonly kind: string
  readonly typed: string
  readonly words: readonly string[]
}

/** The error (exit 2) for such a word. It suggests the nearest allowed word, or lists them all. */
export function unknownWord({ program, command, kind, typed, words }: UnknownWord): ActionNeeded {
  const near = nearest(typed, words) ?? words.find((word) => typed.length > 2 && word.startsWith(typed))
  const instead = near === undefined ? `there are ${words.join(', ')};` : `did you mean ${near}?`
  const [where, help] = command === undefined ? ['', 'help'] : [`${command}: `, `help ${command}`]
  return new ActionNeeded(
    `${where}there is no ${kind} "${plainText(typed)}"; ${instead} see: ${program} ${help}`,
    EXIT.usage,
  )
}
