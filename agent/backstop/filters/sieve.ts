import { distinct, type RuleAction, type FilterRule, OpenRule } from './rule.ts'
import { endOf, type Syntax, type Word, filterWords } from './words.ts'

/** RFC 5228, "Lexical Tokens": a word, also with a colon before it, or one other character. */
const SIEVE: Syntax = {
  plain: /:?\w*/y,
  long: (text, at) => {
    if (text.startsWith('/*', at)) return { end: endOf(text, '*/', at + 2) }
    if (text.slice(at, at + 5).toLowerCase() !== 'text:') return undefined
    return linesAfter(text, endOf(text, '\n', at))
  },
}

/** What a command does (RFC 5228, 5429, 5230, 5435 and 5232); `pipe`, `execute` and `filter` are Dovecot's. */
const COMMANDS: Readonly<Record<string, RuleAction>> = {
  redirect: 'redirect',
  pipe: 'program',
  execute: 'program',
  filter: 'program',
  discard: 'discard',
  reject: 'discard',
  ereject: 'discard',
  fileinto: 'folder',
  stop: 'stop',
  vacation: 'other',
  notify: 'other',
  include: 'other',
  setflag: 'other',
  addflag: 'other',
}

/** Commands that go on with the rule before them. */
const FURTHER: ReadonlySet<string> = new Set(['elsif', 'else'])

/**
 * The rules of a Sieve script: each command that stands by itself, and each `if` with all that belongs to it. Nothing
 * is evaluated; of text that is no script, whatever looks like a rule counts. Never throws.
 */
export function sieveRules(text: string): readonly FilterRule[] {
  return distinct(groups(filterWords(text, SIEVE)).map(ruleOf))
}

/** What ends a command. */
const ENDS: ReadonlySet<string> = new Set([';', '{', '}'])

/** The words of each rule. */
function groups(words: Iterable<Word>): readonly (readonly Word[])[] {
  const found: Word[][] = [[]]
  let [depth, isWhole] = [0, false]
  for (const word of words) {
    const name = nameOf(word)
    if (isWhole && !FURTHER.has(name)) found.push([])
    found.at(-1)?.push(word)
    if (name === '{') depth += 1
    else if (name === '}') depth = Math.max(0, depth - 1)
    isWhole = depth === 0 && (name === ';' || name === '}')
  }
  return found
}

function ruleOf(words: readonly Word[]): FilterRule | undefined {
  const rule = new OpenRule()
  let [command, before] = ['', ';']
  for (const word of words) {
    const name = nameOf(word)
    rule.read(word.text)
    if (word.isQuoted) redirect(rule, command, word.text)
    else if (ENDS.has(before)) {
      command = name
      if (name === 'if') rule.asks()
      else if (name !== 'redirect' && Object.hasOwn(COMMANDS, name)) rule.does(COMMANDS[name] ?? 'other')
    }
    before = name
  }
  return rule.closed()
}

/** In lower case; empty for what is quoted. */
function nameOf({ text, isQuoted }: Word): string {
  return isQuoted ? '' : text.toLowerCase()
}

/** `notify` sends mail, too, where it is given such an address (RFC 5436). */
function redirect(rule: OpenRule, command: string, text: string): void {
  const value = text.trim()
  if (command === 'redirect') rule.does('redirect', value)
  else if (command === 'notify' && /^mailto:/i.test(value))
    rule.does('redirect', value.slice('mailto:'.length).split('?', 1)[0])
}

/** Text over several lines, up to a line that is only a dot; a line that begins with a dot is written with one more. */
function linesAfter(text: string, begin: number): { readonly end: number; readonly value: string } {
  const valueTo = (end: number): string => text.slice(begin, end).replaceAll(/^\.\./gm, '.')
  for (let at = begin; at < text.length;) {
    const next = endOf(text, '\n', at)
    if (text.slice(at, next).trim() === '.') return { end: next, value: valueTo(at) }
    at = next
  }
  return { end: text.length, value: valueTo(text.length) }
}
