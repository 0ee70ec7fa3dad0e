import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { shellWords } from './shell-words.ts'

/** One statement of MailLog's configuration: a line, perhaps with a here-document of further ones. */
export interface Statement {
  /** `FILE:LINE`. */
  readonly place: string
  /** Its first word; empty if it is but comments. */
  readonly name: string
  /** The other words. */
  readonly args: readonly string[]
  /** What follows the first word, as written. */
  readonly rest: string
  /** The comments before it, line by line. */
  readonly comments: readonly string[]
  /** What stands in its here-document, or between `do` and `end`. */
  readonly body: readonly Statement[] | undefined
}

/** How much of a configuration is read; more is a mistake. */
const MOST = { depth: 16, words: 10_000 } as const

/** Lines whose rest is Perl, which no shell splits. */
const PERL: ReadonlySet<string> = new Set(['ignore', 'filter', '=~', '!~'])

/** What ends the statements of a body. */
interface Until {
  readonly word: string
  readonly place: string
}

/** Reads statements; the files of one configuration share a reader, which counts their words. */
export class StatementReader {
  #words = 0

  /** The statements in a file. Throws `ActionNeeded` (exit 2). */
  read(file: string, text: string): readonly Statement[] {
    const lines = text
      .split('\n')
      .map((line, index) => ({ place: `${file}:${index + 1}`, line: line.trim() }))
      .values()
    return this.#statements(lines, undefined, 0)
  }

  #statements(lines: Lines, until: Until | undefined, depth: number): readonly Statement[] {
    if (until !== undefined && depth > MOST.depth)
      throw wrong(until.place, `has more than ${MOST.depth} sections within each other`)
    const statements: Statement[] = []
    let comments: string[] = []
    for (const { place, line } of lines) {
      if (line === until?.word) return [...statements, ...loneComments(comments)]
      const comment = line === '' ? [] : commentAt(lines, { place, line })
      for (const each of comment ?? []) comments.push(each)
      if (comment !== undefined) continue
      statements.push(this.#statement({ place, line, comments }, lines, depth))
      comments = []
    }
    if (until === undefined) return [...statements, ...loneComments(comments)]
    throw wrong(until.place, `has no end; write ${until.word} on a line of its own`)
  }

  #statement({ place, line, comments }: Line & Pick<Statement, 'comments'>, lines: Lines, depth: number): Statement {
    const [name = ''] = /^\S+/.exec(line) ?? []
    const rest = line.slice(name.length).trim()
    const words = PERL.has(name) ? [] : shellWords(rest)
    if (words === undefined) throw wrong(place, 'has a quote or a backslash without an end; end it on this line')
    this.#words += words.length + 1
    if (this.#words > MOST.words) throw wrong(place, `is beyond ${MOST.words} words; write less`)
    const tag = tagOf(words.at(-1))
    const end = tag ?? (name === 'do' ? 'end' : undefined)
    const body = end === undefined ? undefined : this.#statements(lines, { word: end, place }, depth + 1)
    const args = tag === undefined ? words : words.slice(0, -1)
    return { place, name, args, rest, comments, body }
  }
}

interface Line {
  readonly place: string
  readonly line: string
}

type Lines = IterableIterator<Line>

/** Comments that no statement follows. */
function loneComments(comments: readonly string[]): readonly Statement[] {
  if (comments.length === 0) return []
  return [{ place: '', name: '', args: [], rest: '', comments, body: undefined }]
}

/** The word that ends the here-document that a word begins. */
function tagOf(word = ''): string | undefined {
  return /^<<(\w+)$/.exec(word)?.[1]
}

/** The comment that a line is or, as a here-document that belongs to nothing, begins; undefined for others. */
function commentAt(lines: Lines, { place, line }: Line): readonly string[] | undefined {
  if (line.startsWith('#')) return [line.replace(/^#+ ?/, '')]
  const word = /^<<(['"]?)(\w+)\1$/.exec(line)?.[2]
  if (word === undefined) return undefined
  const comment: string[] = []
  for (const further of lines) {
    if (further.line === word) return comment
    comment.push(further.line)
  }
  throw wrong(place, `has no end; write ${word} on a line of its own`)
}

function wrong(place: string, what: string): ActionNeeded {
  return new ActionNeeded(plainText(`${place}: ${what}`), EXIT.usage)
}
