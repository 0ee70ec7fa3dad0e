import type { RE2JS } from 're2js'
import type { Kind } from '../../lib/event/catalogue.ts'
import type { Event } from '../../lib/event/event.ts'
import { Automaton } from '../../lib/patterns/automaton.ts'
import { compiled } from '../../lib/patterns/expression.ts'
import type { Driver, ParseContext, Parsed } from '../drivers/driver.ts'
import type { DriverPattern, DriverSpec } from './driver-spec.ts'
import { timeOf } from './line-time.ts'
import { literalIn, needlesFrom } from './needles.ts'
import { eventOf, type Groups, wholeLine } from './pattern-event.ts'

/** How much of a line patterns see, in UTF-16 units: that many cost 64 of them some tenths of a second at worst. */
const SEEN = 16 * 1024

/** Longest text that is searched for groups without asking first whether it fits at all, in UTF-16 units. */
const SHORT = 1024

/** Which events a driver says: all, as commands show them; or without each `log_line` that is not to leave the host. */
export type Audience = 'commands' | 'receivers'

/**
 * The driver that a file describes. A line is compared with a pattern only if it holds its literal, and with its
 * groups, which cost most, only if it fits; all in time linear in its length.
 */
export function ownDriver(spec: DriverSpec, audience: Audience): Driver {
  const isSaid = (kind: Kind): boolean => kind !== 'log_line' || spec.sends || audience === 'commands'
  const kinds = spec.lines === undefined ? spec.patterns.map(({ kind }) => kind) : (['log_line'] as const)
  const common = { name: spec.name, kinds: [...new Set(kinds)].filter(isSaid) }
  const { lines, name } = spec
  if (lines !== undefined)
    return {
      ...common,
      needles: 'every line',
      parse: (line, context) =>
        line === '' ? 'uninteresting' : [wholeLine(line, timeOf(line, lines, context) ?? context.now, name)],
    }
  const tests = spec.patterns.flatMap((pattern) => pattern.expressions.map((text) => new Expectation(pattern, text)))
  return {
    ...common,
    needles: needlesFrom(spec.needles ?? tests.map(({ literal }) => literal)),
    parse: (line, context) => {
      const text = line.length > SEEN ? line.slice(0, SEEN) : line
      for (const test of tests) {
        const groups = test.groupsIn(text)
        if (groups === undefined) continue
        return isSaid(test.pattern.kind) ? parsedOf(saidBy(test.pattern, groups, { text, context, name })) : []
      }
      return 'uninteresting'
    },
  }
}

/** The expressions of a driver that each line of its log is compared with, as they need no literal. */
export function slowExpressions({ patterns, needles }: DriverSpec): readonly string[] {
  if (needles !== undefined) return []
  return patterns.flatMap(({ expressions }) => expressions.filter((each) => literalIn(each) === undefined))
}

interface Scene {
  readonly text: string
  readonly context: ParseContext
  readonly name: string
}

function saidBy(pattern: DriverPattern, groups: Groups, { text, context, name }: Scene): Event | undefined {
  const time = timeOf(groups['time'] ?? text, pattern.time, context)
  return time === undefined ? undefined : eventOf(pattern, groups, time, name)
}

function parsedOf(event: Event | undefined): Parsed {
  return event === undefined ? 'unrecognised' : [event]
}

/** One alternative of a pattern, compiled when a line first holds its literal. */
class Expectation {
  readonly pattern: DriverPattern
  readonly literal: string | undefined
  readonly #text: string
  #machine: Machine | undefined
  /** Whether the last line fitted that held the literal. */
  #hasFitted = false

  constructor(pattern: DriverPattern, text: string) {
    this.pattern = pattern
    this.literal = literalIn(text)
    this.#text = text
  }

  /** What the named groups hold if the text fits. */
  groupsIn(text: string): Groups | undefined {
    if (this.literal !== undefined && !text.includes(this.literal)) return undefined
    const { automaton, machine, names } = (this.#machine ??= this.#compile())
    // Where one line fitted the next one mostly does, too, and the groups are looked for at once.
    const isAsked = !this.#hasFitted || text.length > SHORT
    if (isAsked && !automaton.test(text)) return undefined
    // One pass for all groups; a matcher of re2js takes a second one for them.
    const held = machine.re2().findSubmatch(text)
    this.#hasFitted = held !== null
    if (held === null) return undefined
    const groups: Record<string, string> = {}
    for (const [name, number] of names) {
      const value = held[number]
      if (value != null && value !== '') groups[name] = value
    }
    return groups
  }

  #compile(): Machine {
    const expression = { text: this.#text, isFolded: false }
    const machine = compiled(expression)
    return { automaton: new Automaton(compiled(expression)), machine, names: Object.entries(machine.namedGroups()) }
  }
}

/** What runs an expression, and the numbers of its named groups. */
interface Machine {
  readonly automaton: Automaton
  readonly machine: RE2JS
  readonly names: readonly (readonly [name: string, number: number])[]
}
