/** The longest name that an event takes from a line, in UTF-16 units; an address has at most 254. */
const LONGEST_CAPTURE = 1024

/**
 * Whether text can name a mailbox, account or user: not empty, not too long, and without the characters that separate
 * the fields of a line or that no such name has.
 */
export function isName(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST_CAPTURE && !/[\s"()<>[\]\p{Cc}\p{Cs}]/u.test(text)
}
