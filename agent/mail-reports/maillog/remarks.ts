import { plainText } from '../../../lib/text/plain-text.ts'
import type { Statement } from './statement.ts'

/** What is said of a part of a configuration: comments that go with it, and what of it was left out. */
export class Remarks {
  /** Lines of comments. */
  readonly comments: string[] = []
  readonly #leftOut: string[]

  /** All parts share the list of what was left out: a sentence for each, with its file and line. */
  constructor(leftOut: string[]) {
    this.#leftOut = leftOut
  }

  /** Keeps what its author wrote before a statement. */
  keep({ comments }: Pick<Statement, 'comments'>): void {
    // There may be more than a call can have arguments.
    for (const comment of comments) this.comments.push(comment)
  }

  /** Names a statement that has no translation; why, in words that follow its name and a colon. */
  leaveOut(statement: Statement, why: string): void {
    const { place, name, args } = statement
    const what = plainText(`${place}: ${name === 'set' ? `set ${args[0]}` : name}: ${why}`)
    this.#leftOut.push(what)
    this.comments.push(`Left out, ${what}`, ...linesOf(statement, '  '))
  }

  /** Those of a part of this one. */
  further(): Remarks {
    return new Remarks(this.#leftOut)
  }
}

/** A statement as it was written, but for comments and the ends of sections. */
function linesOf({ name, rest, body = [] }: Statement, indent: string): readonly string[] {
  return [`${indent}${name} ${rest}`, ...body.flatMap((each) => linesOf(each, `${indent}  `))]
}
