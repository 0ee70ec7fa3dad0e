/** Text as one line that cannot move a cursor, change a colour or forge a second line: C0, DEL and C1 become `?`. */
export function plainText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the control characters are what this is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '?')
}
