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

/** What stands below all parts: how each section went. */
export function closingLines(report: MailReportConfig, outcomes: readonly SectionOutcome[]): readonly string[] {
  return [
    'How each section went:',
    ...outcomes.flatMap((outcome) => [`- ${outcomeWords(outcome)}`, ...outcome.said.map((each) => `    ${each}`)]),
    '',
    `This is ${report.option} in /etc/spoor/spoor.yml or conf.d.`,
  ]
}

/** How a section went, in words. */
export function outcomeWords({ section, bytes, cut, failure, took }: SectionOutcome): string {
  const size = bytes === 0 ? 'nothing to tell' : counted(bytes, 'byte')
  const left = cut === 0 ? '' : `, and ${counted(cut, 'byte')} more that are left out`
  const went = failure === undefined ? `${size}${left}` : `FAILED: ${failure}`
  return plainText(`${section.mimeFile} (${section.description}): ${went}, ${(took / 1000).toFixed(1)} s`)
}
