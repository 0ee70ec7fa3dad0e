import type { PatternFault } from './expression.ts'

/** What placeholders stand for, in RE2's syntax. None but the last takes a blank. */
const PLACEHOLDERS = {
  ip: '(?:[0-9A-Fa-f]*[.:][0-9A-Fa-f.:]*)',
  int: '[0-9]+',
  word: '[^ ]+',
  rest: '.*',
} as const

/** A placeholder, a doubled `@`, or an `@` that is neither. */
const MARK = /@(ip|int|word|rest|@)?/g

/**
 * The expression of a typed template, anchored at both ends, or what is wrong with it. A template is text in which
 * `@ip`, `@int`, `@word` (anything without a blank) and, at its end, `@rest` stand for what varies, and `@@` for `@`.
 */
export function templateExpression(template: string): string | PatternFault {
  let [expression, from] = ['^', 0]
  for (const mark of template.matchAll(MARK)) {
    const [whole, name] = mark
    const end = mark.index + whole.length
    if (name === undefined)
      return { fault: `has an @ that begins no placeholder; write @@ for the character, or ${NAMES.join(', ')}` }
    if (name === 'rest' && end < template.length)
      return { fault: 'has @rest before its end; write @word for each word, and @rest last' }
    expression += quoted(template.slice(from, mark.index)) + (isName(name) ? PLACEHOLDERS[name] : '@')
    from = end
  }
  return `${expression}${quoted(template.slice(from))}$`
}

/** Text of a log as a template that matches it alone. */
export function asTemplate(text: string): string {
  return text.replaceAll('@', '@@')
}

const NAMES = Object.keys(PLACEHOLDERS).map((name) => `@${name}`)

function isName(name: string): name is keyof typeof PLACEHOLDERS {
  return Object.hasOwn(PLACEHOLDERS, name)
}

function quoted(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`)
}
