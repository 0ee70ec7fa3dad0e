import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'

/** A typed number from 1. Throws `ActionNeeded` (exit 2) if it is none. */
export function typedCount(name: string, text = '', most = Number.MAX_SAFE_INTEGER): number {
  const number = /^\d{1,16}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= most) return number
  throw new ActionNeeded(`${name} "${plainText(text)}": write a whole number from 1 to ${most}`, EXIT.usage)
}
