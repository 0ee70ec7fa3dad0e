import { isMap, isNode, isSeq, LineCounter, parseDocument, visit } from 'yaml'
import { syntaxFault } from '../settings/syntax.ts'
import { parseCondition } from './condition.ts'
import type { LineRule } from './line-rules.ts'

/** Rules as they were read, and what is wrong with others: file, line and fault. */
export interface ReadRules {
  readonly rules: readonly LineRule[]
  readonly faults: readonly string[]
}

/** The rules of a YAML document: the list below its only key, `ignore`. */
export function rulesInDocument(file: string, text: string): ReadRules {
  const lines = new LineCounter()
  const document = parseDocument(text, { schema: 'failsafe', prettyErrors: false, lineCounter: lines })
  const place = (offset = 0): string => `${file}:${Math.max(lines.linePos(offset).line, 1)}`
  const [error] = [...document.errors, ...document.warnings]
  if (error !== undefined) return faulty(`${place(error.pos[0])}: ${syntaxFault(error.code)}`)
  // An alias could make a small file expand without bound.
  let alias: number | undefined
  visit(document, { Alias: (_, { range }) => void (alias ??= range?.[0] ?? 0) })
  if (alias !== undefined) return faulty(`${place(alias)}: is an alias; write the value itself`)
  const root = document.contents
  const list = isMap(root) && root.items.length === 1 ? root.get('ignore', true) : undefined
  if (!isSeq(list)) return faulty(`${file}: has no list of rules; write ignore: and below it each rule after "- "`)
  const read = list.items.map((item) => {
    const from = place(isNode(item) ? item.range?.[0] : undefined)
    return { from, condition: parseCondition(isNode(item) ? item.toJS(document) : undefined) }
  })
  return {
    rules: read.flatMap(({ from, condition }) => ('fault' in condition ? [] : [{ from, condition }])),
    faults: read.flatMap(({ from, condition }) => ('fault' in condition ? [`${from}: ${condition.fault}`] : [])),
  }
}

function faulty(fault: string): ReadRules {
  return { rules: [], faults: [fault] }
}
