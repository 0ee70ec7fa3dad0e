import type { Stats } from 'node:fs'
import type { Entry } from '../../../lib/event/entry.ts'
import type { Metadata } from '../../../lib/event/metadata.ts'
import { INBOX } from '../../inbox/source-name.ts'
import { parseLegacy } from './legacy-file.ts'
import { parseReport, reportId } from './report-file.ts'
import { isReportFile } from './report-name.ts'

/** A report as the transmitter sees it. */
export interface WaitingReport {
  readonly name: string
  readonly id: string
  readonly entries: readonly Entry[]
  /** As it was sealed; absent where it was not. */
  readonly metadata?: Metadata
}

/** A report with the names of the sources whose logs it is of. */
export type SourcedReport = WaitingReport & { readonly source: string }

/**
 * What a file of the spool is sent as, of this program or of App::Spoor by its name; a sentence where it is no report.
 * `host` is this host's name, for the entries that App::Spoor left.
 */
export function parseWaiting(name: string, content: string, host: string): SourcedReport | string {
  if (isReportFile(name)) {
    const report = parseReport(content)
    if (typeof report === 'string') return report
    const { id, entries, metadata, steps, taken } = report
    const sources = [...steps.map((step) => step.source), ...(taken ? [INBOX] : [])]
    const source = [...new Set(sources)].join(', ')
    return { name, id, source, entries, ...(metadata && { metadata }) }
  }
  const entry = parseLegacy(name, content, host)
  if (typeof entry === 'string') return entry
  return { name, id: reportId([entry]), source: name.slice(0, name.indexOf('.')), entries: [entry] }
}

/**
 * Why a file cannot be one that the agent, or App::Spoor, put into the spool of user `owner`; in words that follow
 * "it".
 */
export function whyNotOurs({ uid, mode }: Stats, owner: number | undefined = process.geteuid?.()): string | undefined {
  if (uid !== owner) return `belongs to user ${uid}`
  return (mode & 0o077) === 0 ? undefined : 'can be read or changed by others'
}
