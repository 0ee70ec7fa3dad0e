/** The longest text that is taken from a line into an event, in UTF-16 units; an address has at most 254. */
const LONGEST_CAPTURE = 1024

/**
 * Whether text can be the name of a mailbox, account or user: neither empty nor overlong, and none of the characters
 * that separate the fields of a log line or could never stand in such a name.
 */
export function isName(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST_CAPTURE && !/[\s"()<>[\]\p{Cc}\p{Cs}]/u.test(text)
}
