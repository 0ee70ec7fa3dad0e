import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { plainText } from '../../lib/text/plain-text.ts'

/** The most events that are sorted by time, or shown in a table. */
export const MOST_NEWEST = 100_000

/** The number that was typed for `--last`. Throws `ActionNeeded` (exit 2). */
export function newestNumber(text: string): number {
  const number = /^\d{1,6}$/.test(text) ? Number(text) : 0
  if (number >= 1 && number <= MOST_NEWEST) return number
  throw new ActionNeeded(`--last ${plainText(text)}: write a number from 1 to ${MOST_NEWEST}`, EXIT.usage)
}
