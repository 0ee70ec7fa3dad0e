import { type Expression, expressionFault, type PatternFault } from './expression.ts'
import { fromPosix } from './posix-ere.ts'
import { requiredLiteral } from './required-literal.ts'
import { templateExpression } from './template.ts'

/** What a line is compared with. */
export interface LinePattern extends Expression {
  /** As its author wrote it. */
  readonly written: string
  /** What it is compared with: the whole line, or also what follows the lead-in alone. */
  readonly takes: 'line' | 'line or message'
  /** What each line that it matches holds, in lower case; undefined if that is not known. */
  readonly literal: string | undefined
}

/** A regular expression between slashes, perhaps with the flag that takes either case. */
const SLASHES = /^\/(.+)\/(i?)$/s

/** A pattern as people write it: a regular expression in RE2's syntax, `/…/` or `/…/i`, or else a typed template. */
export function parsePattern(written: string): LinePattern | PatternFault {
  if (written.trim() === '')
    return { fault: 'is empty; write a line of the log, with @word, @int, @ip for what varies' }
  const [, between, flag] = SLASHES.exec(written) ?? []
  if (between !== undefined) return patternOf(written, between, flag === 'i', 'line')
  if (/^\/.*\/[a-z]+$/i.test(written) && !written.includes(' '))
    return { fault: 'has a flag other than i after its last slash; write /…/ or /…/i' }
  return patternOf(written, templateExpression(written), false, 'line or message')
}

/** A rule of logcheck: an extended regular expression of POSIX, as `grep -E` takes it. */
export function parsePosix(written: string): LinePattern | PatternFault {
  return patternOf(written, fromPosix(written), false, 'line')
}

function patternOf(
  written: string,
  text: string | PatternFault,
  isFolded: boolean,
  takes: LinePattern['takes'],
): LinePattern | PatternFault {
  if (typeof text !== 'string') return text
  const fault = expressionFault({ text, isFolded })
  return fault === undefined ? { written, text, isFolded, takes, literal: requiredLiteral(text) } : { fault }
}
