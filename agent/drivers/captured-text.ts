/** The longest text that is taken from a line into an event, in UTF-16 units; an address has at most 254. */
const LONGEST_CAPTURE = 1024

/**
 * Whether text can be the name of a mailbox, account or user: neither empty nor overlong, and none of the characters that
 * separate the fields of a log line or could never stand in such a name.
 */
export function isName(text: string): boolean {
  return text.length > 0 && text.length <= LONGEST_CAPTURE && !/[\s"()<>[\]\p{Cc}\p{Cs}]/u.test(text)
}

/**
 * Where a forward leads, as it may stand in an event; undefined where it is overlong. Control characters and halves of
 * surrogate pairs become U+FFFD: what cannot be stored (PostgreSQL has no U+0000) or is no JSON to its parser, the API
 * refuses, and with it the whole report.
 */
export function asRecipient(text: string): string | undefined {
  return text.length > LONGEST_CAPTURE ? undefined : text.toWellFormed().replaceAll(/\p{Cc}/gu, '\ufffd')
}
