import type { PatternFault } from '../../../lib/patterns/expression.ts'
import { fromPerl } from '../../../lib/patterns/perl-pattern.ts'
import type { Remarks } from './remarks.ts'
import { shellWords } from './shell-words.ts'
import type { Statement } from './statement.ts'
import type { YamlValue } from './yaml-value.ts'

/** What MailLog does with lines that fit. */
export type WatchList = 'ignore' | 'filter'

/** The list that a statement adds to; undefined if it is none that does. */
export function watchListOf({ name, args }: Statement): WatchList | undefined {
  const list = name === 'do' ? args[0] : name
  return list === 'ignore' || list === 'filter' ? list : undefined
}

/**
 * The conditions of a list: each test, or all tests between `do` and `end` together. One that has no translation is
 * left out, and with it all of `filter`: else lines would not be told that MailLog told.
 */
export function watchConditions(
  list: WatchList,
  statements: readonly Statement[],
  remarks: Remarks,
): readonly YamlValue[] {
  const read = statements.map((statement) => {
    const condition = statement.name === 'do' ? togetherIn(list, statement) : testOf(statement.rest)
    const isFault = typeof condition === 'object' && 'fault' in condition
    return { statement, condition: isFault ? undefined : condition, fault: isFault ? condition.fault : undefined }
  })
  const isWhole = list === 'ignore' || read.every(({ fault }) => fault === undefined)
  return read.flatMap(({ statement, condition, fault = 'another filter has no translation' }) => {
    if (condition !== undefined && isWhole) return [condition]
    remarks.leaveOut(statement, fault)
    return []
  })
}

/** The tests of a group; without one of them it would fit more lines, so it is translated whole or not at all. */
function togetherIn(list: WatchList, { body = [] }: Statement): { readonly all: readonly string[] } | PatternFault {
  const all: string[] = []
  for (const { place, name, rest } of body) {
    const isTest = /^[=!]~$/.test(name)
    if (!isTest && name !== list) return { fault: `holds ${name} (${place}), which is no test` }
    const test = testOf(isTest ? `${name} ${rest}` : rest)
    if (typeof test !== 'string') return { fault: `${test.fault} (${place})` }
    all.push(test)
  }
  return all.length === 0 ? { fault: 'holds no test' } : { all }
}

function testOf(written: string): string | PatternFault {
  const [, operator, match = ''] = /^([=!]~)\s*(.*)$/s.exec(written) ?? []
  if (operator === undefined) return { fault: 'has neither =~ nor !~ before its pattern' }
  const isQuoted = /^['"]/.test(match)
  const pattern = fromPerl(isQuoted ? (shellWords(match)?.join(' ') ?? match) : match)
  return typeof pattern !== 'string' || operator === '=~' ? pattern : `!~ ${pattern}`
}
