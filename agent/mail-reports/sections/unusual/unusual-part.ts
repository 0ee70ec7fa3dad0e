import { LONGEST_EXAMPLE, type LineTemplate } from '../../../../lib/patterns/line-templates.ts'
import { plainText } from '../../../../lib/text/plain-text.ts'
import type { Gap } from '../../../follow/gap.ts'
import { GAP_CAUSES } from '../../../follow/notices.ts'
import type { LostPieces } from './lost-pieces.ts'
import type { UnusualLines } from './unusual-lines.ts'

/** What the part of a section is made of. */
interface Told {
  readonly log: string
  readonly lines: UnusualLines
  readonly lost: LostPieces
  /** Whether there is a `filter`. */
  readonly isFiltered: boolean
  /** How many groups are told at most. */
  readonly most: number
}

/** The part of a section, in pieces that end with a newline; none if there is nothing to tell. */
export function* unusualPart(told: Told): Generator<string, void, void> {
  const { lines, lost, most } = told
  if (lines.unusual === 0 && lost.gaps.length === 0) return
  const { templates, others } = lines.templates
  yield `${headOf(told, templates.length)}\n`
  for (const gap of lost.gaps) yield `${plainText(lossOf(gap))}\n`
  if (lost.more > 0) yield `Lost as well: ${amount(lost.more, 'further piece')}\n`
  for (const template of templates.slice(0, most)) yield `\n${groupOf(template).map(plainText).join('\n')}\n`
  const notes = [...notShown(templates.slice(most)), ...inNoGroup(others)]
  if (notes.length > 0) yield `\n${notes.join('\n')}\n`
}

function headOf({ log, lines, isFiltered }: Told, groups: number): string {
  const { read, unusual, first, last } = lines
  const path = plainText(log)
  const all = `(of ${amount(read, 'line')})`
  if (unusual === 0) return `No line of ${path} is unusual ${all}, but pieces of it are lost`
  const when = first === undefined ? '' : ` ${timesOf(first, last)}`
  const which = isFiltered ? 'that a filter fits and no rule knows' : 'that no rule knows'
  return `${amount(unusual, 'line')} of ${path}${when}, in ${amount(groups, 'group')}, ${which} ${all}`
}

function lossOf({ file, from, to, cause }: Gap): string {
  const many = to === undefined ? 'nobody knows how many bytes' : amount(to - from, 'byte')
  return `Lost: ${many} of ${file}, from byte ${from.toLocaleString('en')} on: ${GAP_CAUSES[cause]}`
}

/** A line that is alone in its group as it is; otherwise what the lines share, when they were written, and examples. */
function groupOf({ words, count, first, last, examples }: LineTemplate): readonly string[] {
  if (count === 1) return examples.map((line) => `1 x ${shown(line)}`)
  const when = first === undefined ? [] : [`  ${timesOf(first, last)}`]
  return [
    `${count.toLocaleString('en')} x ${words.join(' ') || EMPTY}`,
    ...when,
    ...examples.map((line) => `    ${shown(line)}`),
  ]
}

function timesOf(first: string, last: string | undefined): string {
  return last === undefined || last === first ? `at ${first}` : `from ${first} to ${last}`
}

const EMPTY = '(an empty line)'

function shown(line: string): string {
  return line.length === LONGEST_EXAMPLE ? `${line}…` : line || EMPTY
}

function notShown(further: readonly LineTemplate[]): readonly string[] {
  if (further.length === 0) return []
  const lines = further.reduce((sum, { count }) => sum + count, 0)
  const [groups, verb] = [amount(further.length, 'further group'), further.length === 1 ? 'is' : 'are']
  return [`${groups} with ${amount(lines, 'line')} ${verb} not shown.`]
}

function inNoGroup(others: number): readonly string[] {
  return others === 0 ? [] : [`In no group, as there were too many: ${amount(others, 'line')}.`]
}

/** A number with its noun, for people: `10,482 lines`. */
function amount(number: number, one: string): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : `${one}s`}`
}
