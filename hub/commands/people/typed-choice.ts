import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'

/** One of some words, as somebody typed it. Throws `ActionNeeded` (exit 2) if it is none of them. */
export function typedChoice<Word extends string>(what: string, words: readonly Word[], typed: string): Word {
  const found = words.find((word) => word === typed)
  if (found !== undefined) return found
  throw new ActionNeeded(`"${plainText(typed)}" is no ${what}; write ${words.join(', ')}`, EXIT.usage)
}
