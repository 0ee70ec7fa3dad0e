/** One word of a filter. */
export interface Word {
  /** As it stands there; of a quoted string, its value. */
  readonly text: string
  readonly isQuoted: boolean
}

/** How a language writes words besides `"quoted strings"` and `# comments`. */
export interface Syntax {
  /** Any other word; sticky, and one character at least. */
  readonly plain: RegExp
  /** Where something longer that begins here ends: a comment, or text over several lines. */
  readonly long?: (text: string, at: number) => { readonly end: number; readonly value?: string } | undefined
}

const BLANK = /\s*/y

/** The words of a filter without its comments, in linear time. What is not closed ends with the text. */
export function* filterWords(text: string, { plain, long }: Syntax): Generator<Word, void, void> {
  for (let at = matchEnd(BLANK, text, 0); at < text.length; at = matchEnd(BLANK, text, at)) {
    const longer = long?.(text, at)
    const begin = at
    if (longer !== undefined) {
      at = longer.end
      if (longer.value !== undefined) yield { text: longer.value, isQuoted: true }
    } else if (text[at] === '#') {
      at = endOf(text, '\n', at)
    } else if (text[at] === '"') {
      at = endOfQuoted(text, at)
      yield { text: text.slice(begin + 1, at - 1).replaceAll(/\\([^])/g, '$1'), isQuoted: true }
    } else {
      at = Math.max(at + 1, matchEnd(plain, text, at))
      yield { text: text.slice(begin, at), isQuoted: false }
    }
  }
}

/** Where the first of these after a place ends; the end of the text if there is none. */
export function endOf(text: string, sought: string, after: number): number {
  const found = text.indexOf(sought, after)
  return found === -1 ? text.length : found + sought.length
}

function endOfQuoted(text: string, begin: number): number {
  for (let at = begin + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '"') return at + 1
  }
  return text.length
}

function matchEnd(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}
