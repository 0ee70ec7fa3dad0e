import type { Paint, Shade } from '../../lib/terminal/colour.ts'
import { counted } from '../../lib/terminal/count.ts'
import { table } from '../../lib/terminal/table.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { utc } from '../../lib/time/date-and-time.ts'
import type { RoleSnapshot } from '../snapshots/snapshot.ts'
import { backstopLine } from './backstop-view.ts'
import { hooksLine } from './hooks-view.ts'
import { receiverLines } from './receiver-table.ts'
import type { StatusScreen } from './screen.ts'
import { shownReceivers } from './shown-receivers.ts'
import type { ShownRole } from './shown-roles.ts'
import { mostNotable, sourceLines } from './source-table.ts'
import type { ProcessStatus } from './status-fields.ts'
import type { Status } from './status.ts'
import { failedText, waitingText } from './waiting-text.ts'
import type { Warning } from './warning.ts'

/** So many of the last notices are shown. */
const RECENT = 5

/** So many sources are shown. */
const MOST_SOURCES = 20

/** Indent of the sentences of a warning. */
const INDENT = 4

/** What is printed besides the status. */
export interface Findings {
  readonly roles: readonly ShownRole[]
  readonly health: string
  readonly warnings: readonly Warning[]
}

const SHADES: Readonly<Record<string, Shade>> = {
  healthy: 'good',
  degraded: 'doubtful',
  down: 'bad',
  warning: 'doubtful',
  error: 'bad',
}

/**
 * `status` for people: what runs, where reports go, what is read, what is wrong, and what was wrong lately. Where it
 * must fit, what was wrong lately goes first, then sources go, those that are well before others.
 */
export function printStatus(status: Status, findings: Findings, screen: StatusScreen): string {
  const { height = Infinity } = screen
  let lines = linesOf(status, findings, screen, { sources: MOST_SOURCES, recent: RECENT })
  for (let sources = MOST_SOURCES; countOf(lines) > height && sources >= 0; sources -= 1)
    lines = linesOf(status, findings, screen, { sources, recent: 0 })
  return `${lines.join('\n')}\n`
}

/** How much is shown. */
interface Extent {
  readonly sources: number
  readonly recent: number
}

function linesOf(
  status: Status,
  { roles, health, warnings }: Findings,
  screen: StatusScreen,
  extent: Extent,
): readonly string[] {
  const { now, width, paint } = screen
  const { transmitter, sources, backstop, hooks } = status
  const rows = [
    ...roles.flatMap(({ role: { name } }) => processRow(name, status[name])),
    ['spool', spoolLine(status, now) + removedText(transmitter)],
    ...(backstop === undefined ? [] : [['backstop', backstopLine(backstop)]]),
    ...(hooks === undefined ? [] : [['hooks', hooksLine(hooks)]]),
    ...roles.flatMap(({ shows }) => shows.rows?.(status, now) ?? []),
  ]
  const left = sources.length - extent.sources
  return [
    `${plainText(`spoor-agent ${status.version} on ${status.host}`)}: ${paintWord(health, paint)}`,
    ...section(
      table(
        rows.map((row) => row.map(plainText)),
        width,
      ),
    ),
    ...section(receiverLines(shownReceivers(status), screen)),
    ...section(sourceLines(mostNotable(sources, extent.sources), screen)),
    ...(left > 0 ? [`and ${counted(left, 'more source')} (--json shows all)`] : []),
    ...section(warnings.flatMap((warning) => warningLines(warning, screen))),
    ...section(
      table(
        recentNotices(status, roles, extent.recent).map(({ at, severity, code, text }) => [
          utc(at),
          paintWord(severity, paint),
          plainText(code),
          plainText(text),
        ]),
        width,
      ),
    ),
  ]
}

/** Lines on the terminal: a row may be folded. */
function countOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.split('\n').length, 0)
}

type Row = readonly string[]

function section(lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', ...lines]
}

/** What is, and what to do, each with a line of its own. */
function warningLines({ severity, code, text, remedy }: Warning, { width, paint }: StatusScreen): readonly string[] {
  const sentences = [text, remedy].map(
    (each) => ' '.repeat(INDENT) + wrap(plainText(each), width, { first: INDENT, rest: INDENT }),
  )
  return [`${paintWord(severity, paint)} ${plainText(code)}`, ...sentences]
}

/** A severity, or the state of the whole, in its colour. */
function paintWord(word: string, paint: Paint): string {
  const shade = Object.hasOwn(SHADES, word) ? SHADES[word] : undefined
  return shade === undefined ? plainText(word) : paint(shade, word)
}

/** The last warnings of the processes, oldest first. */
function recentNotices(status: Status, roles: readonly ShownRole[], most: number): RoleSnapshot['notices']['recent'] {
  const recent = roles.flatMap(({ role: { name } }) => status[name]?.notices?.recent ?? [])
  return most === 0 ? [] : recent.toSorted((a, b) => a.at - b.at).slice(-most)
}

function processRow(name: string, status: ProcessStatus | undefined): Row[] {
  return status === undefined ? [] : [[name, processLine(status)]]
}

function processLine(status: ProcessStatus): string {
  const { running, idle, pid, version, startedAt, countedSince = startedAt } = status
  if (!running && idle === true) return 'not needed: the configuration gives it no work'
  if (!running) return pid === undefined ? 'not running' : `not running (last was pid ${pid})`
  const counts = countedSince === startedAt ? '' : `, counts since ${timeOf(countedSince)}`
  return `running, pid ${pid}, version ${version}, since ${timeOf(startedAt)}${counts}`
}

function spoolLine({ spool, transmitter: { noApi } }: Status, now: number): string {
  if (noApi === true) return `${counted(spool.sealed, 'report')} kept`
  return `${waitingText(spool, now)}, ${spool.transmitted} transmitted, ${failedText(spool)}`
}

function removedText({ removed = { transmitted: 0, failed: 0 } }: Status['transmitter']): string {
  const count = removed.transmitted + removed.failed
  return count === 0 ? '' : `; ${counted(count, 'old one')} removed`
}

function timeOf(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '-' : utc(milliseconds)
}
