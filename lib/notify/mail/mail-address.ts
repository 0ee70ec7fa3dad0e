/** Letters, digits and signs as they stand in an address without quotes (RFC 5321 §4.1.2). */
const ADDRESS = /^[\w!#$%&'*+/=?^`{|}~.-]{1,64}@[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63})*$/i

/** Longest path without its brackets (RFC 5321 §4.5.3.1.3). */
const LONGEST = 254

/**
 * Why a text is no mail address that can be written to, as the rest of a sentence; undefined if it is one. Nothing in
 * an address needs quotes, in a header or on the wire.
 */
export function mailAddressFault(text: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- all of ASCII
  if (/[^\u0000-\u007f]/.test(text)) return 'holds letters beyond ASCII; write its domain as xn--…'
  return text.length <= LONGEST && ADDRESS.test(text) ? undefined : 'is no mail address such as staff@example.com'
}
