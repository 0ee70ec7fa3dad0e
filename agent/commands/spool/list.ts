import type { Stats } from 'node:fs'
import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { row } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { inWords } from '../../../lib/time/duration.ts'
import { API_NAME } from '../../spool/api-name.ts'
import { backlogOf } from '../../spool/cursor/backlog.ts'
import { failuresOf } from '../../spool/cursor/failures.ts'
import { type SpoolPlace, readStored, type StoredReport, storedReports } from '../../spool/reports/stored-report.ts'
import { kindsOf } from '../../spool/upkeep/by-hand.ts'
import { printLines } from '../printed-lines.ts'
import type { SpoolAction } from './action.ts'
import { chosenReceiver } from './chosen-receiver.ts'

/** Lists waiting, failed or sent reports, oldest first, while they are read. */
export const list: SpoolAction = {
  usage: 'list',
  summary: 'List waiting, refused or sent reports, oldest first.',
  options: ['--config', '--failed', '--transmitted', '--receiver', '--json'],
  takesReport: false,
  run: async (parts) => {
    const { folders, host, options, io } = parts
    if (options['failed'] === true && options['transmitted'] === true) {
      throw new ActionNeeded('spool list: write --failed or --transmitted, not both', EXIT.usage)
    }
    const state = options['failed'] === true ? 'failed' : options['transmitted'] === true ? 'transmitted' : 'waiting'
    const reports = reportsFor({ folders, host }, chosenReceiver(parts)?.name, state)
    const lines = options['json'] === true ? jsonLines(reports) : textLines(reports, widthOf(io.stdout))
    return printLines(lines, io)
  },
}

type ListedState = 'waiting' | 'failed' | 'transmitted'

/** The reports in a state, as one receiver has them. Without a receiver all wait. */
function reportsFor(place: SpoolPlace, receiver: string | undefined, state: ListedState): AsyncIterable<StoredReport> {
  if (receiver === API_NAME) return storedReports(place, state)
  if (state === 'transmitted') {
    throw new ActionNeeded('spool list: --transmitted works for the API alone; leave it out', EXIT.usage)
  }
  if (receiver === undefined) return storedReports(place, state === 'failed' ? 'failed' : 'sealed')
  return state === 'failed'
    ? refusedBy(place, receiver)
    : storedReports(place, 'sealed', backlogOf(place.folders, receiver))
}

/** What a receiver refused, as far back as that is noted; a report may have been removed since, as it was old. */
async function* refusedBy(place: SpoolPlace, receiver: string): AsyncGenerator<StoredReport> {
  for (const { refusal, isAcknowledged } of await failuresOf(place.folders, receiver)) {
    const { report: name, reason, count } = refusal
    const gone = { state: 'sealed', name, problem: 'it was removed meanwhile' } as const
    const part = count === undefined ? '' : `${counted(count, 'entry', 'entries')}: `
    yield { ...(readStored(place, 'sealed', name) ?? gone), reason: `${part}${reason}`, isAcknowledged }
  }
}

/** Every line has the same keys; null means unknown. */
async function* jsonLines(reports: AsyncIterable<StoredReport>): AsyncGenerator<string> {
  for await (const { state, name, report, stats, reason = null, isAcknowledged = null, problem = null } of reports) {
    yield plainJson({
      state,
      name,
      ...contentOf(report),
      ...fileOf(stats),
      reason,
      acknowledged: isAcknowledged,
      problem,
    })
  }
}

function contentOf(report: StoredReport['report']): object {
  if (report === undefined) return { id: null, source: null, entries: null, kinds: null }
  return { id: report.id, source: report.source, entries: report.entries.length, kinds: kindsOf(report) }
}

function fileOf(stats: StoredReport['stats']): object {
  if (stats === undefined) return { sealed: null, age: null, bytes: null }
  return { sealed: Math.floor(stats.mtimeMs), age: ageOf(stats), bytes: stats.size }
}

/** Wide enough for usual content: rows are printed before later ones are read. */
const WIDTHS = [24, 22, 6, 6, 6, 6]

async function* textLines(reports: AsyncIterable<StoredReport>, width: number): AsyncGenerator<string> {
  const line = (...cells: readonly string[]): string => `${row(cells.map(plainText), WIDTHS, width)}\n`
  yield line('NAME', 'ID', 'SOURCE', 'EVENTS', 'BYTES', 'AGE', 'KINDS')
  for await (const { name, report, stats, reason, isAcknowledged, problem } of reports) {
    const known = isAcknowledged === true ? 'acknowledged' : ''
    const kinds = report === undefined ? '' : kindsOf(report).join(',')
    yield line(
      name,
      ...(report === undefined ? ['-', '-', '-'] : [report.id, report.source, String(report.entries.length)]),
      ...(stats === undefined ? ['-', '-'] : [String(stats.size), inWords(ageOf(stats) * 1000)]),
      // The problem of a file may also be the reason for its refusal.
      [...new Set([kinds, known, problem, reason])].filter((each) => each !== undefined && each !== '').join('  '),
    )
  }
}

/** Whole seconds since a report was sealed; 0 if the clock was set back. */
function ageOf({ mtimeMs }: Stats): number {
  return Math.max(0, Math.round((Date.now() - mtimeMs) / 1000))
}
