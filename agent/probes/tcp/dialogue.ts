import type { RE2JS } from 're2js'
import { compiled } from '../../../lib/patterns/expression.ts'
import { ProbeFault } from '../wire/probe-fault.ts'
import { said } from '../wire/said.ts'
import type { Wire } from '../wire/wire.ts'

/** One step of a conversation. Patterns are in RE2's syntax, and compared with a line without its end. */
export type DialogueStep =
  /** Reads lines up to one that `expect` fits; one that only `unless` fits ends the conversation. `what`: in words. */
  | { readonly expect: string; readonly unless?: string | undefined; readonly what?: string }
  /** Says a line; what ends in a line break or NUL is sent as it is, all else gets CRLF. */
  | { readonly send: string }
  /** Speaks TLS from here on. */
  | { readonly starttls: true }
  /** If a line of the last answer offers it, these steps come in between. */
  | { readonly offered: string; readonly follow: readonly DialogueStep[] }

/** Holds a conversation; the answers to its first question. Throws a `ProbeFault`. `name` as for `secured`. */
export async function converse(
  wire: Wire,
  steps: readonly DialogueStep[],
  name: string | undefined,
): Promise<Buffer | undefined> {
  let greeting: Buffer | undefined
  let answer: readonly Buffer[] = []
  for (const step of steps) {
    if ('send' in step) wire.send(asLine(step.send))
    else if ('starttls' in step) await wire.secure(name)
    else if ('expect' in step) {
      answer = await answerTo(wire, step)
      greeting ??= answer.at(-1)
    } else {
      const offers = patternOf(step.offered)
      if (answer.some((line) => fits(offers, line))) await converse(wire, step.follow, name)
    }
  }
  return greeting
}

function asLine(text: string): Buffer {
  return Buffer.from(/[\n\0]$/.test(text) ? text : `${text}\r\n`)
}

async function answerTo(
  wire: Wire,
  { expect, unless, what = `what fits ${said(Buffer.from(expect), 60)}` }: Extract<DialogueStep, { expect: string }>,
): Promise<readonly Buffer[]> {
  const [wanted, unwanted] = [patternOf(expect), unless === undefined ? undefined : patternOf(unless)]
  const lines: Buffer[] = []
  for (;;) {
    const line = await wire.line(what)
    lines.push(line)
    if (fits(wanted, line)) return lines
    if (unwanted !== undefined && fits(unwanted, line)) throw new ProbeFault(`${wire.words} said ${said(line)}`)
  }
}

/** Compiled once: hundreds of checks ask the same. What is not asked any more after a reload is forgotten some time. */
const PATTERNS = new Map<string, RE2JS>()

const MOST_PATTERNS = 100

function patternOf(text: string): RE2JS {
  const known = PATTERNS.get(text)
  if (known !== undefined) return known
  const pattern = compiled({ text, isFolded: false })
  if (PATTERNS.size === MOST_PATTERNS) PATTERNS.clear()
  PATTERNS.set(text, pattern)
  return pattern
}

/** A character for each byte: what a server says need not be UTF-8. */
function fits(pattern: RE2JS, line: Buffer): boolean {
  return pattern.matcher(line.toString('latin1')).find()
}
