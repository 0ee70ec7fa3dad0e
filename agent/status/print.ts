import type { Paint, Shade } from '../../lib/terminal/colour.ts'
import { counted } from '../../lib/terminal/count.ts'
import { table } from '../../lib/terminal/table.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import type { RoleSnapshot } from '../snapshots/snapshot.ts'
import { backstopLine } from './backstop-view.ts'
import type { ShownRole } from './shown-roles.ts'
import type { ProcessStatus, SourceStatus } from './status-fields.ts'
import type { Status } from './status.ts'
import { failedText, waitingText } from './waiting-text.ts'
import type { Warning } from './warning.ts'

/** With more unread bytes a log is being caught up with, not followed. */
const CATCHING_UP = 16 * 1024 * 1024

/** So many of the last notices are shown. */
const RECENT = 5

/** So many sources are shown. */
const MOST_SOURCES = 20

/** What it is printed on, and the roles that it shows. */
export interface Page {
  readonly roles: readonly ShownRole[]
  /** Columns. */
  readonly width: number
  readonly paint: Paint
}

const SHADES: Readonly<Record<string, Shade>> = {
  healthy: 'good',
  degraded: 'doubtful',
  down: 'bad',
  warning: 'doubtful',
  error: 'bad',
}

/** `status` for people: what runs, what is read, what waits, what is wrong, and what was wrong lately. */
export function printStatus(
  status: Status,
  health: string,
  warnings: readonly Warning[],
  now: number,
  { roles, width, paint }: Page,
): string {
  const { transmitter, sources, backstop } = status
  const shaded = (word: string): string => paintWord(word, paint)
  const section = (rows: readonly Row[]): string[] => (rows.length === 0 ? [] : ['', ...table(rows, width)])
  const lines = [
    `${plainText(`spoor-agent ${status.version} on ${status.host}`)}: ${shaded(health)}`,
    ...section([
      ...roles.flatMap(({ role: { name } }) => processRow(name, status[name])),
      ['spool', plainText(spoolLine(status, now) + removedText(transmitter))],
      ...(backstop === undefined ? [] : [['backstop', plainText(backstopLine(backstop))]]),
      ...roles.flatMap(({ shows }) => shows.rows?.(status, now) ?? []).map((row) => row.map(plainText)),
    ]),
    ...section(
      sources.length === 0 ? [] : [HEADER, ...mostNotable(sources).map((source) => sourceRow(source).map(plainText))],
    ),
    ...(sources.length > MOST_SOURCES ? [`and ${sources.length - MOST_SOURCES} more (--json shows all)`] : []),
    ...section(warnings.map(({ severity, code, text }) => [shaded(severity), plainText(code), plainText(text)])),
    ...section(
      recentNotices(status, roles).map(({ at, severity, code, text }) => [
        time(at),
        shaded(severity),
        plainText(code),
        plainText(text),
      ]),
    ),
  ]
  return `${lines.join('\n')}\n`
}

type Row = readonly string[]

const HEADER: Row = [
  'SOURCE',
  'OFFSET',
  'SIZE',
  'LAG',
  'LINES',
  'OF INTEREST',
  'UNRECOGNISED',
  'EVENTS',
  'LAST EVENT',
  'PATH',
]

/** A severity, or the state of the whole, in its colour. */
function paintWord(word: string, paint: Paint): string {
  const shade = Object.hasOwn(SHADES, word) ? SHADES[word] : undefined
  return shade === undefined ? plainText(word) : paint(shade, word)
}

/** Of many, those with a problem, then those furthest behind. */
function mostNotable(sources: readonly SourceStatus[]): readonly SourceStatus[] {
  if (sources.length <= MOST_SOURCES) return sources
  const rank = ({ problem, lag = 0 }: SourceStatus): number => (problem === undefined ? lag : Number.MAX_VALUE)
  return sources.toSorted((a, b) => rank(b) - rank(a)).slice(0, MOST_SOURCES)
}

/** The last warnings of the processes, oldest first. */
function recentNotices(status: Status, roles: readonly ShownRole[]): RoleSnapshot['notices']['recent'] {
  const recent = roles.flatMap(({ role: { name } }) => status[name]?.notices?.recent ?? [])
  return recent.toSorted((a, b) => a.at - b.at).slice(-RECENT)
}

function processRow(name: string, status: ProcessStatus | undefined): Row[] {
  return status === undefined ? [] : [[name, plainText(processLine(status))]]
}

function processLine(status: ProcessStatus): string {
  const { running, idle, pid, version, startedAt, countedSince = startedAt } = status
  if (!running && idle === true) return 'not needed: the configuration gives it no work'
  if (!running) return pid === undefined ? 'not running' : `not running (last was pid ${pid})`
  const counts = countedSince === startedAt ? '' : `, counts since ${time(countedSince)}`
  return `running, pid ${pid}, version ${version}, since ${time(startedAt)}${counts}`
}

function spoolLine({ spool, transmitter: { noApi } }: Status, now: number): string {
  if (noApi === true) return `${counted(spool.sealed, 'report')} kept`
  return `${waitingText(spool, now)}, ${spool.transmitted} transmitted, ${failedText(spool)}`
}

function removedText({ removed = { transmitted: 0, failed: 0 } }: Status['transmitter']): string {
  const count = removed.transmitted + removed.failed
  return count === 0 ? '' : `; ${counted(count, 'old one')} removed`
}

function sourceRow(source: SourceStatus): string[] {
  const { offset, size, lag, lines, ofInterest, unrecognised, events, lastEvent } = source
  const [place, length, ...counts] = [offset, size, lines, ofInterest, unrecognised, events].map(text)
  return [source.source, place, length, text(lag) + progress(source), ...counts, time(lastEvent), source.path].map(text)
}

/** Of a log that is being caught up with: how much is read, how fast, and how long the rest takes. */
function progress({ offset = 0, size = 0, lag = 0, rate = 0 }: SourceStatus): string {
  if (lag < CATCHING_UP || rate === 0) return ''
  const percent = Math.floor((offset * 100) / size)
  return ` (${percent} %, ${(rate / 1e6).toFixed(1)} MB/s, ${Math.ceil(lag / rate)} s left)`
}

function text(value: string | number | undefined): string {
  return value === undefined ? '-' : String(value)
}

function time(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '-' : utc(milliseconds)
}
