import { distinct, type RuleAction, type FilterRule, OpenRule } from './rule.ts'
import { type Syntax, type Word, filterWords } from './words.ts'

/** "Exim's interfaces to mail filtering": a bracket, or anything up to one or a blank. */
const EXIM: Syntax = { plain: /[^\s()]*/y }

/** What a command does; `save` and `finish` depend on what is beside them. */
const COMMANDS: Readonly<Record<string, RuleAction>> = {
  deliver: 'redirect',
  pipe: 'program',
  fail: 'discard',
  freeze: 'discard',
  save: 'folder',
  finish: 'stop',
  mail: 'other',
  vacation: 'other',
}

/** Words that stand before a command and belong to it. */
const PREFIXES: ReadonlySet<string> = new Set(['seen', 'unseen', 'noerror'])

/** Words that a value follows, which may look like a command: of commands, of conditions, and of `mail` and `fail`. */
const BEFORE_VALUE: ReadonlySet<string> = new Set(
  (
    'deliver pipe save is contains begins ends matches contain begin end match above below ' +
    'to cc bcc from reply_to subject text file log extra_headers once once_repeat errors_to'
  ).split(' '),
)

/** Of these, those whose value gets the message of `mail`. */
const TO: ReadonlySet<string> = new Set(['to', 'cc', 'bcc'])

/** cPanel writes this at the top of each filter: bounces are not filtered. */
const PREAMBLE = 'if not first_delivery and error_message then finish endif'

/** A folder of the same mailbox, as cPanel's filters name it: `info+folder@example.com`. */
const OWN_FOLDER = /^\$\{?local_part\}?[^@]*@\$\{?domain\}?$/

/**
 * The rules of an Exim filter: each command that stands by itself, and each `if` up to its `endif`. Nothing is
 * evaluated; of text that is no filter, whatever looks like a rule counts. `mailbox` is the one whose filter it is.
 * Never throws.
 */
export function eximRules(text: string, mailbox?: string): readonly FilterRule[] {
  const rules = groups(pieces([...filterWords(text, EXIM)]))
  const own = rules.filter((rule) => rule.map(({ name }) => name).join(' ') !== PREAMBLE)
  return distinct(own.map((rule) => ruleOf(rule, mailbox)))
}

/** A word with the value that follows it, if it is one of those that have one. */
interface Piece {
  /** In lower case; empty for what is quoted. */
  readonly name: string
  readonly value: string
  readonly words: readonly Word[]
}

function pieces(words: readonly Word[]): readonly Piece[] {
  const found: Piece[] = []
  for (let at = 0; at < words.length; at += found.at(-1)?.words.length ?? 1) {
    const [word, next] = words.slice(at, at + 2)
    const name = word === undefined || word.isQuoted ? '' : word.text.toLowerCase()
    const hasValue = BEFORE_VALUE.has(name)
    const value = (hasValue && next?.text) || ''
    found.push({ name, value, words: words.slice(at, at + (hasValue ? 2 : 1)) })
  }
  return found
}

/** The pieces of each rule. */
function groups(all: readonly Piece[]): readonly (readonly Piece[])[] {
  const found: Piece[][] = []
  let [depth, isPrefixed] = [0, false]
  for (const piece of all) {
    const { name } = piece
    const isBegin = name === 'if' || PREFIXES.has(name) || Object.hasOwn(COMMANDS, name)
    if (found.length === 0 || (depth === 0 && isBegin && !isPrefixed)) found.push([])
    found.at(-1)?.push(piece)
    isPrefixed = depth === 0 && PREFIXES.has(name)
    if (name === 'if') depth += 1
    else if (name === 'endif') depth = Math.max(0, depth - 1)
  }
  return found
}

function ruleOf(all: readonly Piece[], mailbox: string | undefined): FilterRule | undefined {
  const rule = new OpenRule()
  let [isAsking, before] = [false, '']
  for (const { name, value, words } of all) {
    for (const { text } of words) rule.read(text)
    if (name === 'if') rule.asks()
    if (name === 'if' || name === 'elif') isAsking = true
    else if (isAsking) isAsking = name !== 'then'
    else if (TO.has(name)) rule.does('redirect', value)
    else if (Object.hasOwn(COMMANDS, name)) act(rule, name, { value, before, mailbox })
    before = name
  }
  return rule.closed()
}

interface Beside {
  readonly value: string
  readonly before: string
  readonly mailbox: string | undefined
}

function act(rule: OpenRule, command: string, { value, before, mailbox }: Beside): void {
  if (command === 'deliver') {
    if (OWN_FOLDER.test(value) || value.toLowerCase().replace(/\+[^@]*/, '') === mailbox) rule.does('folder')
    else rule.does('redirect', value)
  } else if (command === 'save' && value === '/dev/null') rule.does('discard')
  // Mail that counts as delivered, and is not.
  else if (command === 'finish' && before === 'seen') rule.does('discard')
  else rule.does(COMMANDS[command] ?? 'other')
}
