import type { Stats } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ActionNeeded, codeOf, EXIT } from '../../../lib/system/errors.ts'
import { inWords } from '../../../lib/terminal/duration.ts'
import { row } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { type StoredReport, storedReports } from '../../spool/reports/stored-report.ts'
import { kindsOf } from '../../spool/upkeep/by-hand.ts'
import type { SpoolAction } from './action.ts'

/** Lines go out so many at a time. */
const STRETCH = 100

/** Lists what waits, failed or was sent, oldest first, as it is read: a million of them take no memory. */
export const list: SpoolAction = {
  usage: 'list',
  summary: 'List what waits, was refused or was sent, oldest first.',
  options: ['--config', '--failed', '--transmitted', '--json'],
  takesReport: false,
  run: async ({ folders, host, options, io }) => {
    if (options['failed'] === true && options['transmitted'] === true) {
      throw new ActionNeeded('spool list: write --failed or --transmitted, not both', EXIT.usage)
    }
    const state = options['failed'] === true ? 'failed' : options['transmitted'] === true ? 'transmitted' : 'waiting'
    const reports = storedReports({ folders, host }, state)
    const lines = options['json'] === true ? jsonLines(reports) : textLines(reports, widthOf(io.stdout))
    try {
      await pipeline(Readable.from(lines), inStretches, io.stdout, { end: false, signal: io.signal })
      return EXIT.ok
    } catch (error) {
      // `| head` has seen enough; Ctrl-C needs no words.
      if (codeOf(error) === 'EPIPE') return EXIT.ok
      if (codeOf(error) === 'ABORT_ERR') return EXIT.failed
      throw error
    }
  },
}

async function* inStretches(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let stretch: string[] = []
  for await (const line of lines) {
    if (stretch.push(line) < STRETCH) continue
    yield stretch.join('')
    stretch = []
  }
  yield stretch.join('')
}

/** The same keys in every line; null is what nobody knows. */
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

/** Wide enough for what is usual: what is read later is not known yet. */
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
      // What is wrong with a file may be the reason why it was refused, too.
      [...new Set([kinds, known, problem, reason])].filter((each) => each !== undefined && each !== '').join('  '),
    )
  }
}

/** Whole seconds since a report was sealed; 0 where the clock was set back. */
function ageOf({ mtimeMs }: Stats): number {
  return Math.max(0, Math.round((Date.now() - mtimeMs) / 1000))
}
