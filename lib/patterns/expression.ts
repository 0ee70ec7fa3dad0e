import { RE2JS, RE2JSException } from 're2js'
import { plainText } from '../text/plain-text.ts'

/** Longest expression, in characters; the longest rule of logcheck has a quarter of that. */
const LONGEST = 4096

/** A regular expression in RE2's syntax: `.` is any character, and one that is folded takes letters of either case. */
export interface Expression {
  readonly text: string
  readonly isFolded: boolean
}

/** What is wrong with a rule and, after a semicolon, what to write instead. */
export interface PatternFault {
  readonly fault: string
}

/** Compiles an expression. Throws a bug for one that `expressionFault` has a fault of. */
export function compiled({ text, isFolded }: Expression): RE2JS {
  return RE2JS.compile(text, isFolded ? RE2JS.CASE_INSENSITIVE : 0)
}

/** What RE2 refuses, in words; undefined if the expression can be compiled. */
export function expressionFault(expression: Expression): string | undefined {
  const { text } = expression
  if (text.length > LONGEST) return `has more than ${LONGEST} characters; write several rules`
  try {
    compiled(expression)
    return undefined
  } catch (error) {
    if (error instanceof RE2JSException) return inWords(text, error.message)
    throw error
  }
}

function inWords(text: string, message: string): string {
  const what = plainText(message.replace(/^error parsing regexp: /, ''))
  const unsupported = /`(\(\?<?[=!]|\\[1-9k])/.exec(message)?.[1]
  if (unsupported?.startsWith('(') === true)
    return `looks around, ${unsupported}, which takes more than linear time; write an all: of two tests, one with !~`
  if (unsupported !== undefined)
    return `refers back to a group, ${unsupported}, which takes more than linear time; write what stands there again`
  return `is no regular expression that RE2 knows: ${what.slice(0, 200)}; correct it at ${plainText(text).slice(0, 40)}`
}
