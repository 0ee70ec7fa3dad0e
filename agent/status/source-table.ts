import type { Shade } from '../../lib/terminal/colour.ts'
import { type Column, columnsOf } from '../../lib/terminal/columns.ts'
import { sizeWithUnit } from '../../lib/terminal/size-with-unit.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { inWords } from '../../lib/time/duration.ts'
import { ago } from './ago.ts'
import type { StatusScreen } from './screen.ts'
import { CATCHING_UP, type SourceState } from './source-state.ts'
import type { SourceStatus } from './status-fields.ts'

const SHADES: Readonly<Partial<Record<SourceState, Shade>>> = {
  reading: 'good',
  behind: 'doubtful',
  unread: 'doubtful',
  held: 'bad',
  missing: 'bad',
  unreadable: 'bad',
  stuck: 'bad',
  stopped: 'bad',
}

/** States that are as they should be. */
const FINE: ReadonlySet<SourceState> = new Set(['reading', 'idle', 'absent'])

/** Indent of what stands below a row. */
const INDENT = 4

/** How the sources are, in one line each where the terminal is wide enough for all that is counted, else in two. */
export function sourceLines(sources: readonly SourceStatus[], { now, width, paint }: StatusScreen): readonly string[] {
  if (sources.length === 0) return []
  const wide = columnsOf([...mainColumns(now), ...furtherColumns(now)], sources, { width, paint })
  if (wide.width <= width) {
    const notes = sources.map((source) => below(progressOf(source), width))
    return [wide.head, ...wide.rows.flatMap((row, at) => [row].concat(notes[at] ?? []))]
  }
  const narrow = columnsOf(mainColumns(now), sources, { width, paint })
  const details = sources.map((source) => below(detailsOf(source, now), width))
  return [narrow.head, ...narrow.rows.flatMap((row, at) => [row].concat(details[at] ?? []))]
}

/** Of many, those that are not as they should be, then those furthest behind. */
export function mostNotable(sources: readonly SourceStatus[], most: number): readonly SourceStatus[] {
  if (sources.length <= most) return sources
  const rank = ({ state, lag = 0 }: SourceStatus): number => (FINE.has(state) ? lag : Number.MAX_VALUE)
  return sources.toSorted((a, b) => rank(b) - rank(a)).slice(0, most)
}

function mainColumns(now: number): readonly Column<SourceStatus>[] {
  return [
    { head: 'SOURCE', cell: ({ source }) => plainText(source) },
    { head: 'STATE', cell: ({ state }) => state, shade: ({ state }) => SHADES[state] },
    { head: 'LAG', cell: ({ lag }) => (lag === undefined ? '-' : sizeWithUnit(lag)), isNumber: true },
    {
      head: 'BEHIND',
      cell: ({ lagSeconds }) => (lagSeconds === undefined ? '-' : inWords(lagSeconds * 1000)),
      isNumber: true,
    },
    { head: 'LINES', cell: ({ lines }) => String(lines), isNumber: true },
    { head: 'EVENTS', cell: ({ events }) => String(events), isNumber: true },
    { head: 'LAST EVENT', cell: ({ lastEvent }) => ago(lastEvent, now), isNumber: true },
  ]
}

function furtherColumns(now: number): readonly Column<SourceStatus>[] {
  return [
    { head: 'OF INTEREST', cell: ({ ofInterest }) => String(ofInterest), isNumber: true },
    { head: 'UNRECOGNISED', cell: ({ unrecognised }) => String(unrecognised), isNumber: true },
    {
      head: 'NOT WANTED',
      cell: ({ leftOut }) => (leftOut === undefined ? '-' : String(leftOut.events)),
      isNumber: true,
    },
    { head: 'IGNORED', cell: ({ leftOut }) => (leftOut === undefined ? '-' : String(leftOut.ignore)), isNumber: true },
    { head: 'ROTATED', cell: ({ lastRotation }) => ago(lastRotation, now), isNumber: true },
    { head: 'PATH', cell: ({ path }) => plainText(path) },
  ]
}

/** What the columns of a narrow terminal leave out; of nothing, nothing is said. */
function detailsOf(source: SourceStatus, now: number): string {
  const { path, ofInterest, unrecognised, leftOut = { events: 0, ignore: 0 }, lastRotation } = source
  const counts = [
    [ofInterest, 'of interest'],
    [unrecognised, 'unrecognised'],
    [leftOut.events, 'not wanted'],
    [leftOut.ignore, 'ignored'],
  ] as const
  const facts = [
    ...counts.flatMap(([count, what]) => (count === 0 ? [] : [`${count} ${what}`])),
    ...(lastRotation === undefined ? [] : [`rotated ${ago(lastRotation, now)}`]),
    ...progressOf(source),
  ]
  return [[plainText(path), ...facts.slice(0, 1)].join(': '), ...facts.slice(1)].join(', ')
}

/** Of a log that is being caught up with: how much is read, how fast, and how long the rest takes. */
function progressOf({ offset = 0, size = 0, lag = 0, rate = 0 }: SourceStatus): readonly string[] {
  if (lag < CATCHING_UP || rate === 0) return []
  const percent = Math.floor((offset * 100) / size)
  return [`${percent} % read at ${(rate / 1e6).toFixed(1)} MB/s, ${inWords((lag / rate) * 1000)} left`]
}

function below(text: string | readonly string[], width: number): readonly string[] {
  const line = [text].flat().join(', ')
  const margin = ' '.repeat(INDENT)
  return line === '' ? [] : [margin + wrap(line, width, { first: INDENT, rest: INDENT })]
}
