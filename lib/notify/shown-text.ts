import { plainText } from '../text/plain-text.ts'

const LONGEST_SUBJECT = 200
const LONGEST_TEXT = 64 * 1024

/** The longest text of others on a line. */
const LONGEST_QUOTED = 300

/** A subject as one line of at most 200 characters, with nothing in it that could steer who shows it. */
export function shownSubject(subject: string): string {
  const cut = subject.length > LONGEST_SUBJECT ? `${subject.slice(0, LONGEST_SUBJECT - 1)}…` : subject
  return plainText(cut.replaceAll(/\s+/g, ' ').trim()).toWellFormed()
}

/** A text as lines with nothing in them that could steer who shows them; what is beyond 64 Ki characters is counted. */
export function shownLines(text: string): readonly string[] {
  const lines = text
    .slice(0, LONGEST_TEXT)
    .trimEnd()
    .toWellFormed()
    .split(/\r\n|\r|\n/)
  const shown = lines.map((line) => plainText(line.replaceAll('\t', '  ')))
  const left = text.length - LONGEST_TEXT
  return left > 0 ? [...shown, `[${left} more characters are left out]`] : shown
}

/** Somebody else's text as a part of a line. */
export function quoted(text: string, longest = LONGEST_QUOTED): string {
  return plainText(text.length > longest ? `${text.slice(0, longest - 1)}…` : text).toWellFormed()
}
