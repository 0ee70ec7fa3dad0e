import type { Stats } from 'node:fs'
import type { Entry } from '../../../lib/event/entry.ts'
import type { Metadata } from '../../../lib/event/metadata.ts'
import type { Totals } from '../../../lib/totals/totals.ts'
import { INBOX } from './inbox-source.ts'
import { parseLegacy } from './legacy-file.ts'
import { parseReport, reportId } from './report-file.ts'
import { isReportFile } from './report-name.ts'

/** A report as the transmitter sees it. */
export interface WaitingReport {
  readonly name: string
  readonly id: string
  readonly entries: readonly Entry[]
  /** What was counted, for receivers that want it. */
  readonly totals?: readonly Totals[]
  /** As sealed with the report; absent if it was sealed without. */
  readonly metadata?: Metadata
}

/** A report with the names of its sources, joined by commas. */
export type SourcedReport = WaitingReport & { readonly source: string }

/**
 * Parses a file of the spool, this program's or App::Spoor's according to its name, into the report to send; a sentence
 * if it is not a report. `host` is this host's name, for the entries that App::Spoor left.
 */
export function parseWaiting(name: string, content: string, host: string): SourcedReport | string {
  if (isReportFile(name)) {
    const report = parseReport(content)
    if (typeof report === 'string') return report
    const { id, entries, totals, metadata, steps, taken } = report
    const sources = [...steps.map((step) => step.source), ...(taken ? [INBOX] : [])]
    const source = [...new Set(sources)].join(', ')
    return { name, id, source, entries, ...(totals && { totals }), ...(metadata && { metadata }) }
  }
  const entry = parseLegacy(name, content, host)
  if (typeof entry === 'string') return entry
  return { name, id: reportId([entry]), source: name.slice(0, name.indexOf('.')), entries: [entry] }
}

/**
 * Why a file in the spool of user `owner` cannot have been put there by the agent or App::Spoor, in words that follow
 * "it"; undefined if it can.
 */
export function whyNotOurs({ uid, mode }: Stats, owner: number | undefined = process.geteuid?.()): string | undefined {
  if (uid !== owner) return `belongs to user ${uid}`
  return (mode & 0o077) === 0 ? undefined : 'can be read or changed by others'
}
