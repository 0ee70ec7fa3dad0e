import { saidBy } from '../../lib/event/event.ts'
import { fieldNamed } from '../../lib/event/fields.ts'
import { counted } from '../../lib/terminal/count.ts'
import { plainCell } from '../../lib/terminal/plain-cell.ts'
import { row } from '../../lib/terminal/table.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainJson } from '../../lib/text/plain-json.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import type { TracedLine } from './follow-along.ts'
import type { Fate } from './verdict.ts'

/** Characters of a raw line that are shown. */
const LONGEST = 2000

/** Columns of a time. */
const TIME = 'hh:mm:ss'.length

/** Why some lines have no row of their own: nobody looks at them, or there are too many at once. */
export type Uncounted = 'not_of_interest' | 'not_shown'

/** How lines are shown; each result ends with a newline. */
export interface LineForm {
  readonly line: (line: TracedLine, now: Date) => string
  readonly more: (source: string, kind: Uncounted, lines: number, now: Date) => string
}

/** What the table is made for. */
export interface LineTable {
  /** Columns of the longest name of a source. */
  readonly names: number
  readonly width: number
  /** Whether the line itself is shown. */
  readonly isRaw: boolean
}

/** Rows for people: what a line was taken for, and below that the fields of its events. */
export function asTable({ names, width, isRaw }: LineTable): LineForm {
  const inColumns = (source: string, text: string, now: Date): string =>
    `${row([clockOf(now), plainCell(source), plainCell(text)], [TIME, names], width)}\n`
  const below = (text: string): string => `${wrap(`    ${text}`, width)}\n`
  return {
    line: ({ source, bytes, offset, verdict }, now) => {
      const raw = isRaw ? below(plainText(bytes.toString().slice(0, LONGEST))) : ''
      if (typeof verdict === 'string') {
        const text = verdict === 'unrecognised' ? `not understood: ${placeOf(bytes, offset)}` : 'no event'
        return inColumns(source, text, now) + raw
      }
      return verdict.map((fate) => inColumns(source, headOf(fate), now) + below(fieldsOf(fate))).join('') + raw
    },
    more: (source, kind, lines, now) =>
      inColumns(
        source,
        `… ${counted(lines, 'line')} ${kind === 'not_shown' ? 'more, too many at once' : 'of no interest'}`,
        now,
      ),
  }
}

/** One object of JSON a line. */
export const AS_JSON: LineForm = {
  line: ({ source, driver, path, offset, bytes, verdict }, now) => {
    const place = { time: now.toISOString(), source, driver: driver.name, log: path, offset, bytes: bytes.length }
    if (verdict === 'uninteresting') return plainJson({ ...place, taken: 'no_event' })
    if (typeof verdict === 'string') return plainJson({ ...place, taken: verdict })
    const events = verdict.map(({ event, leftOutBy, heardBy }) => {
      const by = leftOutBy?.option === 'ignore' ? `ignore ${leftOutBy.rule}` : (leftOutBy?.option ?? null)
      return { event: shownFields(event), left_out_by: by, heard_by: heardBy }
    })
    return plainJson({ ...place, taken: 'events', events })
  },
  more: (source, taken, lines, now) => plainJson({ time: now.toISOString(), source, taken, lines }),
}

function headOf({ event, leftOutBy, heardBy }: Fate): string {
  const heard = heardBy.length === 0 ? '' : `; heard by ${heardBy.join(', ')}`
  if (leftOutBy === undefined) return `${event.type}: let through${heard}`
  const by = leftOutBy.option === 'events' ? '`events`' : `the rule ${leftOutBy.rule} of \`ignore\``
  return `${event.type}: left out by ${by}${heard}`
}

function fieldsOf({ event }: Fate): string {
  const { type: _type, time: _time, ...fields } = shownFields(event)
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${plainCell(String(value))}`)
    .join(', ')
}

/** What an event says, without what a log says word for word. */
function shownFields(event: Fate['event']): Readonly<Record<string, unknown>> {
  const isContent = (name: string): boolean => fieldNamed(name)?.privacy === 'content'
  const { service } = event
  const said = Object.entries({ ...saidBy(event), ...(service !== null && { service }) })
  return Object.fromEntries(said.map(([name, value]) => [name, isContent(name) ? '(not shown)' : value]))
}

function placeOf(bytes: Buffer, offset: number): string {
  return `${counted(bytes.length, 'byte')} at byte ${offset}`
}

function clockOf(now: Date): string {
  return [now.getHours(), now.getMinutes(), now.getSeconds()].map((part) => String(part).padStart(2, '0')).join(':')
}
