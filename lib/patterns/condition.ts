import type { PatternFault } from './expression.ts'
import { type LinePattern, parsePattern } from './pattern.ts'

/** When a line fits: it matches a pattern, or does so of several conditions. */
export type LineCondition =
  | { readonly pattern: LinePattern }
  | { readonly all: readonly LineCondition[] }
  | { readonly any: readonly LineCondition[] }
  | { readonly not: LineCondition }

/** Conditions within conditions; more are a mistake. */
const DEEPEST = 8

/**
 * The condition that was written as plain data: a pattern, which `=~ ` may precede, or `!~ ` for a line that must not
 * match it; or a section with one key of `all`, `any` (lists) and `not`. What is wrong is said with its keys before it.
 */
export function parseCondition(written: unknown, depth = 0): LineCondition | PatternFault {
  if (typeof written === 'string') return testOf(written)
  if (depth === DEEPEST)
    return { fault: `holds more than ${DEEPEST} conditions within each other; write several rules` }
  const [[key, below] = ['', undefined], ...further] = entriesOf(written)
  if (further.length > 0 || !['all', 'any', 'not'].includes(key))
    return {
      fault: "is neither a pattern nor a section of all:, any: or not:; write a pattern in '…', or one of these",
    }
  if (key === 'not') {
    const inner = parseCondition(below, depth + 1)
    return 'fault' in inner ? { fault: `not: ${inner.fault}` } : { not: inner }
  }
  const list = listOf(key, below, depth + 1)
  if ('fault' in list) return list
  return key === 'all' ? { all: list } : { any: list }
}

function listOf(key: string, below: unknown, depth: number): readonly LineCondition[] | PatternFault {
  if (!Array.isArray(below) || below.length === 0)
    return { fault: `${key}: is no list; write each condition after "- "` }
  const list: LineCondition[] = []
  for (const [index, each] of below.entries()) {
    const inner = parseCondition(each, depth)
    if ('fault' in inner) return { fault: `${key}, ${index + 1}: ${inner.fault}` }
    list.push(inner)
  }
  return list
}

function testOf(written: string): LineCondition | PatternFault {
  const [, operator, rest = ''] = /^([=!])~ +(.*)$/s.exec(written) ?? []
  const pattern = parsePattern(operator === undefined ? written : rest)
  if ('fault' in pattern) return pattern
  return operator === '!' ? { not: { pattern } } : { pattern }
}

function entriesOf(written: unknown): readonly (readonly [string, unknown])[] {
  return typeof written === 'object' && written !== null && !Array.isArray(written) ? Object.entries(written) : []
}

/** Whether a line fits, by what `matches` says of patterns; asks of no more patterns than it must. */
export function fits(condition: LineCondition, matches: (pattern: LinePattern) => boolean): boolean {
  if ('pattern' in condition) return matches(condition.pattern)
  if ('not' in condition) return !fits(condition.not, matches)
  if ('all' in condition) return condition.all.every((each) => fits(each, matches))
  return condition.any.some((each) => fits(each, matches))
}

/** Literals of which every line that fits holds one; undefined if there are none. Of an `all:` the best part counts. */
export function literalsOf(condition: LineCondition): readonly string[] | undefined {
  if ('pattern' in condition) return condition.pattern.literal === undefined ? undefined : [condition.pattern.literal]
  if ('not' in condition) return undefined
  if ('any' in condition) {
    const parts = condition.any.map(literalsOf)
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined
  }
  const parts = condition.all.map(literalsOf).filter((part) => part !== undefined)
  return parts.toSorted((a, b) => shortestIn(b) - shortestIn(a) || a.length - b.length)[0]
}

function shortestIn(literals: readonly string[]): number {
  return Math.min(...literals.map(({ length }) => length))
}
