import { codeOf } from '../../lib/system/errors.ts'
import type { MailReportConfig } from '../config/mail-reports/mail-report-config.ts'
import { KEY_REMEDIES } from '../status/key-warnings.ts'
import { type Warning, warning } from '../status/warning.ts'
import { USUAL_STATE } from './places.ts'
import { type ReportState, reportStateOf } from './report-state.ts'

const WHY = 'See what each section said, and then run it again; type: spoor-agent mail-report list'

const SERVER =
  'Nothing is lost, it is sent again by itself. If that lasts, see whether the mail server of the report takes mail.'

const ADDRESS =
  'Correct the address in the configuration, or have its mail server take the mail; the next report is sent anew.'

/**
 * What is to be said of mail reports at `now`, in milliseconds since the epoch: runs and sections that failed, mails
 * that wait or are refused, keys that end. What they remember is closed to all but its owner, so nobody else is told.
 */
export async function mailReportWarnings(
  reports: readonly MailReportConfig[],
  now: number,
  state: string = USUAL_STATE,
): Promise<readonly Warning[]> {
  const warnings: Warning[] = []
  for (const report of reports) {
    const stands = await reportStateOf(report, state).catch((error: unknown) => {
      if (codeOf(error) !== 'EACCES') throw error
      return undefined
    })
    if (stands !== undefined) warnings.push(...stateWarnings(report, stands))
    if (report.enabled) warnings.push(...(await keyWarningsOf(report, now)))
  }
  return warnings
}

function* stateWarnings(
  { option }: MailReportConfig,
  { last, mails, fault }: ReportState,
): Generator<Warning, void, void> {
  const { failure = null, failedSections = [] } = last ?? {}
  if (failure !== null) yield warning('error', 'mail_report_failed', `${option}: ${failure}`, WHY)
  for (const each of failedSections) yield warning('warning', 'mail_report_section_failed', `${option}: ${each}`, WHY)
  if (fault !== undefined) yield warning('error', 'mail_report_failed', `${option}: ${fault}`, WHY)
  for (const { waiting, refused, tries, reason } of mails) {
    const whom = waiting.join(', ')
    // One try that fails is nothing to look at.
    if (waiting.length > 0 && tries > 1)
      yield warning('warning', 'mail_report_waits', `${option}: waits for ${whom}: ${reason}`, SERVER)
    for (const each of refused)
      yield warning('error', 'mail_report_refused', `${option}: ${each.recipient}: ${each.reason}`, ADDRESS)
  }
}

async function keyWarningsOf({ letter, sections }: MailReportConfig, now: number): Promise<readonly Warning[]> {
  const warnings: Warning[] = []
  for (const { mail } of [letter, ...sections.flatMap((section) => section.letter ?? [])]) {
    if (mail.keys === undefined) continue
    const { keyRemarks } = await import('../../lib/pgp/key-remarks.ts')
    const { faults, soon } = await keyRemarks(mail.keys, now)
    const named = (text: string): string => `${mail.option}: ${text}`
    warnings.push(
      ...faults.map((text) => warning('error', 'mail_report_key_unusable', named(text), KEY_REMEDIES.unusable)),
    )
    warnings.push(
      ...soon.map((text) => warning('warning', 'mail_report_key_expiring', named(text), KEY_REMEDIES.expiring)),
    )
  }
  return warnings
}
