/**
 * Quotes a text as one word of a POSIX shell: a command copied from a message must mean that text, whatever it
 * contains.
 */
export function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`
}
