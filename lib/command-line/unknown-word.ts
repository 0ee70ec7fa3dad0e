import { ActionNeeded, EXIT } from '../system/errors.ts'
import { nearest } from '../text/nearest.ts'
import { plainText } from '../text/plain-text.ts'

/** A word that is none of those there are. */
export interface UnknownWord {
  readonly program: string
  /** The command that it was typed behind; absent where it should be one. */
  readonly command?: string
  /** What it should be: `driver`. */
  readonly kind: string
  readonly typed: string
  readonly words: readonly string[]
}

/** What to say (exit 2) of such a word: which is like it, else all of them. */
export function unknownWord({ program, command, kind, typed, words }: UnknownWord): ActionNeeded {
  const near = nearest(typed, words) ?? words.find((word) => typed.length > 2 && word.startsWith(typed))
  const instead = near === undefined ? `there are ${words.join(', ')};` : `did you mean ${near}?`
  const [where, help] = command === undefined ? ['', 'help'] : [`${command}: `, `help ${command}`]
  return new ActionNeeded(
    `${where}there is no ${kind} "${plainText(typed)}"; ${instead} see: ${program} ${help}`,
    EXIT.usage,
  )
}
