/** Joins sentences that stand on lines of their own into one line with a full stop. */
export function oneLine(sentences: string): string {
  return sentences.replaceAll('\n', ' | ').replace(/\.?$/, '.')
}

/**
 * Text as one line that cannot move a cursor, change a colour, reorder other text or forge a second line: C0, DEL, C1,
 * line separators and bidirectional controls become `?`.
 */
export function plainText(text: string): string {
  // oxlint-disable-next-line no-control-regex -- the control characters are what this is about
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '?')
}
