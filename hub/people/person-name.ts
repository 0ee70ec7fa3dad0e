import * as v from 'valibot'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'

/** The name of a person, in lower case however it is typed; an address of mail can be one. */
export const personName = v.pipe(
  v.string(),
  v.trim(),
  v.toLowerCase(),
  v.regex(
    /^[a-z0-9][a-z0-9._@+-]{0,63}$/,
    'The name of a person begins with a letter or a digit, and has at most 64 of a-z 0-9 . _ @ + -.',
  ),
)

/** A person's name as somebody typed it. Throws `ActionNeeded` (exit 2) if it is none. */
export function typedName(text: string): string {
  const { success, output } = v.safeParse(personName, text)
  if (success) return output
  throw new ActionNeeded(
    `"${plainText(text)}" is not the name of a person; write at most 64 of a-z 0-9 . _ @ + -`,
    EXIT.usage,
  )
}
