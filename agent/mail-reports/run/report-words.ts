import { counted } from '../../../lib/terminal/count.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { localTime } from '../../../lib/time/local-time.ts'
import type { MailReportConfig, SectionConfig } from '../../config/mail-reports/mail-report-config.ts'
import type { SectionResult } from './section-process.ts'

/** A section, and how its writing went. */
export interface SectionOutcome extends SectionResult {
  readonly section: SectionConfig
  /** Milliseconds that it took. */
  readonly took: number
}

/** What stands above all parts of a report; `now` in milliseconds since the epoch. */
export function openingText(report: MailReportConfig, host: string, now: number): string {
  return `The report ${report.name} of ${host}, made at ${localTime(now)} by spoor-agent.`
}

/** What stands below all parts: how each section went, and which file has the report. */
export function closingLines(
  report: MailReportConfig,
  config: string,
  outcomes: readonly SectionOutcome[],
): readonly string[] {
  return [
    'How each section went:',
    ...outcomes.flatMap((outcome) => [`- ${outcomeWords(outcome)}`, ...outcome.said.map((each) => `    ${each}`)]),
    '',
    plainText(`This is ${report.option} in ${config}, or in a file that it includes.`),
  ]
}

/** How a section went, in words. */
export function outcomeWords({ section, bytes, cut, failure, took }: SectionOutcome): string {
  const size = bytes === 0 ? 'nothing to tell' : counted(bytes, 'byte')
  const left = cut === 0 ? '' : `, and ${counted(cut, 'byte')} more that are left out`
  const seconds = `${(took / 1000).toFixed(1)} s`
  const went = failure === undefined ? `${size}${left}, ${seconds}` : `FAILED after ${seconds}: ${failure}`
  return plainText(`${section.mimeFile} (${section.description}): ${went}`)
}
