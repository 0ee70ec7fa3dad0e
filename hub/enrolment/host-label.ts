import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'

/** What a label of hosts can be, which is empty for none. */
export const HOST_LABEL = /^[\w .:/-]{0,64}$/

/** A label as somebody typed it. Throws `ActionNeeded` (exit 2) if it is none; `place` is where it was typed. */
export function typedLabel(text: string, place = '--label'): string {
  if (HOST_LABEL.test(text)) return text
  throw new ActionNeeded(`${place}: write at most 64 of A-Z a-z 0-9 _ . : / - and blanks`, EXIT.usage)
}
