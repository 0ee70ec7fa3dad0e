import type { Proposal } from '../../../lib/patterns/proposals.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { plainCell } from '../../../lib/terminal/plain-cell.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'

/** A proposal as text: how many lines there are and when, one of them, and the rule as a line of a YAML list. */
export function proposalAsText({ template, rule, hides, others }: Proposal): string {
  const { count, first, last, examples } = template
  const when = first === undefined ? '' : `, ${first === last ? first : `${first} to ${last ?? ''}`}`
  const lines = [`${counted(count, 'line')}${when}`, `    ${plainCell(examples[0] ?? '')}`]
  if ('none' in rule) lines.push(`  no rule: ${rule.none}`)
  else {
    const also = `also hides ${counted(others.lines, 'line')} of ${counted(others.templates, 'other template')}`
    lines.push(`  - '${rule.text.replaceAll("'", "''")}'`)
    lines.push(`    hides ${counted(hides, 'line')}${others.lines === 0 ? '' : `; ${also}`}`)
  }
  return `${lines.map(plainText).join('\n')}\n\n`
}

/** The same as one line of JSON, with all examples. */
export function proposalAsJson({ template, rule, hides, others }: Proposal): string {
  const { words, count, first = null, last = null, examples } = template
  const isRule = 'text' in rule
  return plainJson({
    template: words.join(' '),
    count,
    first,
    last,
    examples,
    rule: isRule ? rule.text : null,
    no_rule: isRule ? null : rule.none,
    hides: isRule ? hides : 0,
    also_hides: isRule ? others : { lines: 0, templates: 0 },
  })
}
