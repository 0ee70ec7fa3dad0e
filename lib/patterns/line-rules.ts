import { Automaton } from './automaton.ts'
import { fits, type LineCondition, literalsOf } from './condition.ts'
import { compiled } from './expression.ts'
import type { LogLine } from './lead-in.ts'
import { LiteralIndex } from './literal-index.ts'
import type { LinePattern } from './pattern.ts'

/** A rule: the condition on which a line is known, and where it was written. */
export interface LineRule {
  readonly condition: LineCondition
  /** File and line, as messages name them. */
  readonly from: string
}

/** Most patterns that stay compiled, 10 to 100 KiB each; those that are used least go first. */
const COMPILED = 256

/**
 * Rules in an index by the literals that lines must hold, so that a line is compared with few of them, each in time
 * linear in its length.
 */
export class LineRules {
  /** The rules that each line is compared with, as they need no literal. */
  readonly everywhere: readonly LineRule[]
  readonly #rules: readonly LineRule[]
  readonly #index: LiteralIndex
  /** The numbers of the rules of each literal. */
  readonly #byLiteral: readonly (readonly number[])[]
  /** Patterns that were used since `#earlier` was full, and those before them, of which unused ones go. */
  #recent = new Map<LinePattern, Automaton>()
  #earlier: ReadonlyMap<LinePattern, Automaton> = new Map()
  /** By rule: the number of the last line that it was to be compared with. */
  readonly #asked: Uint32Array
  #line = 0

  constructor(rules: readonly LineRule[]) {
    const byLiteral = new Map<string, number[]>()
    const everywhere: LineRule[] = []
    for (const [number, rule] of rules.entries()) {
      const literals = literalsOf(rule.condition)
      if (literals === undefined) everywhere.push(rule)
      for (const literal of literals ?? []) {
        const sharing = byLiteral.get(literal)
        if (sharing === undefined) byLiteral.set(literal, [number])
        else sharing.push(number)
      }
    }
    this.#rules = rules
    this.everywhere = everywhere
    this.#index = new LiteralIndex([...byLiteral.keys()])
    this.#byLiteral = [...byLiteral.values()]
    this.#asked = new Uint32Array(rules.length)
  }

  /** A rule that knows the line, or undefined. */
  knows(line: LogLine): LineRule | undefined {
    return this.#candidates(line).find((rule) => this.#fits(rule, line))
  }

  /** Every rule that knows the line. */
  allThatKnow(line: LogLine): readonly LineRule[] {
    return this.#candidates(line).filter((rule) => this.#fits(rule, line))
  }

  /** The rules that may know the line, each once. */
  #candidates({ text }: LogLine): readonly LineRule[] {
    this.#line = (this.#line + 1) >>> 0
    const candidates: LineRule[] = []
    this.#index.find(text, (literal) => {
      for (const number of this.#byLiteral[literal] ?? []) {
        const rule = this.#rules[number]
        if (rule === undefined || this.#asked[number] === this.#line) continue
        this.#asked[number] = this.#line
        candidates.push(rule)
      }
    })
    return this.everywhere.length === 0 ? candidates : [...candidates, ...this.everywhere]
  }

  #fits({ condition }: LineRule, { text, message }: LogLine): boolean {
    return fits(condition, (pattern) => {
      const machine = this.#machine(pattern)
      if (pattern.takes === 'line or message' && message.length < text.length && machine.test(message)) return true
      return machine.test(text)
    })
  }

  #machine(pattern: LinePattern): Automaton {
    const recent = this.#recent.get(pattern)
    if (recent !== undefined) return recent
    const machine = this.#earlier.get(pattern) ?? new Automaton(compiled(pattern))
    if (this.#recent.size === COMPILED / 2) {
      this.#earlier = this.#recent
      this.#recent = new Map()
    }
    this.#recent.set(pattern, machine)
    return machine
  }
}
