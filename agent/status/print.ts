import { plainText } from '../system/plain-text.ts'
import type { Warning } from './health.ts'
import type { SpoolStatus } from './spool-status.ts'
import type { ProcessStatus, SourceStatus, Status } from './status.ts'

/** From so many unread bytes on a log is being caught up, not followed. */
const CATCHING_UP = 16 * 1024 * 1024

/** How many of the last notices are shown. */
const RECENT = 5

/** How many sources are shown. */
const MOST_SOURCES = 20

/** `status` for people: what runs, what is read, what waits, what is wrong and what was lately. */
export function printStatus(status: Status, health: string, warnings: readonly Warning[], now: number): string {
  const { collector, transmitter, spool, sources } = status
  const lines = [
    `spoor-agent ${status.version} on ${status.host}: ${health}`,
    '',
    ...table([
      ['collector', processLine(collector)],
      ['transmitter', processLine(transmitter)],
      ['spool', spoolLine(spool, now) + removedText(transmitter)],
      [
        'api',
        transmitter.disabled === true
          ? 'nothing is sent (transmission.enabled: false)'
          : deliveryLine(transmitter.delivery),
      ],
    ]),
    '',
    ...table([
      ['SOURCE', 'OFFSET', 'SIZE', 'LAG', 'LINES', 'OF INTEREST', 'UNRECOGNISED', 'EVENTS', 'LAST EVENT', 'PATH'],
      ...mostNotable(sources).map(sourceRow),
    ]),
    ...(sources.length > MOST_SOURCES ? [`and ${sources.length - MOST_SOURCES} more (--json shows all)`] : []),
    ...section(warnings.map(({ severity, code, text }) => [severity, code, text])),
    ...section(recentNotices(status).map(({ at, severity, code, text }) => [time(at), severity, code, text])),
  ]
  return `${lines.map(plainText).join('\n')}\n`
}

/** Of many, those with a problem and those most behind. */
function mostNotable(sources: readonly SourceStatus[]): readonly SourceStatus[] {
  if (sources.length <= MOST_SOURCES) return sources
  const rank = ({ problem, lag = 0 }: SourceStatus): number => (problem === undefined ? lag : Number.MAX_VALUE)
  return sources.toSorted((a, b) => rank(b) - rank(a)).slice(0, MOST_SOURCES)
}

/** The last of what the processes warned of, oldest first. */
function recentNotices({
  collector,
  transmitter,
}: Status): { at: number; severity: string; code: string; text: string }[] {
  const recent = [collector, transmitter].flatMap(({ notices }) => notices?.recent ?? [])
  return recent.toSorted((a, b) => a.at - b.at).slice(-RECENT)
}

function section(rows: readonly (readonly string[])[]): string[] {
  return rows.length === 0 ? [] : ['', ...table(rows)]
}

function processLine({ running, pid, version, startedAt }: ProcessStatus): string {
  if (!running) return pid === undefined ? 'not running' : `not running (last was pid ${pid})`
  return `running, pid ${pid}, version ${version}, since ${time(startedAt)}`
}

function spoolLine({ waiting, waitingBytes, oldest, transmitted, failed }: SpoolStatus, now: number): string {
  const age = oldest === undefined ? '' : `, oldest ${Math.max(0, Math.round((now - oldest) / 1000))} s`
  return `${waiting} waiting (${waitingBytes} bytes${age}), ${transmitted} transmitted, ${failed} failed`
}

function removedText({ removed = { transmitted: 0, failed: 0 } }: Status['transmitter']): string {
  const count = removed.transmitted + removed.failed
  return count === 0 ? '' : `; ${count} old ones removed since the start`
}

function deliveryLine(delivery: Status['transmitter']['delivery']): string {
  if (delivery === undefined) return 'nothing known'
  const { lastSuccess, lastError, nextTry } = delivery
  const error = lastError === undefined ? '' : `, last error ${time(lastError.at)}: ${lastError.reason}`
  const next = nextTry === undefined ? '' : `, next try ${time(nextTry)}`
  const success = lastSuccess === undefined ? 'no success since the start' : `last success ${time(lastSuccess)}`
  return `${success}${next}${error}`
}

function sourceRow(source: SourceStatus): string[] {
  const { offset, size, lag, lines, ofInterest, unrecognised, events, lastEvent } = source
  const [place, length, ...counts] = [offset, size, lines, ofInterest, unrecognised, events].map(text)
  return [source.source, place, length, text(lag) + progress(source), ...counts, time(lastEvent), source.path].map(text)
}

/** Of a log that is being caught up: how much of it is read, how fast, and what time that will take. */
function progress({ offset = 0, size = 0, lag = 0, rate = 0 }: SourceStatus): string {
  if (lag < CATCHING_UP || rate === 0) return ''
  const percent = Math.floor((offset * 100) / size)
  return ` (${percent} %, ${(rate / 1e6).toFixed(1)} MB/s, ${Math.ceil(lag / rate)} s left)`
}

function text(value: string | number | undefined): string {
  return value === undefined ? '-' : String(value)
}

function time(milliseconds: number | undefined): string {
  if (milliseconds === undefined) return '-'
  return `${new Date(milliseconds).toISOString().slice(0, 19).replace('T', ' ')} +0000`
}

/** Rows with their columns under each other. */
function table(rows: readonly (readonly string[])[]): string[] {
  const columns = rows[0] ?? []
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}
