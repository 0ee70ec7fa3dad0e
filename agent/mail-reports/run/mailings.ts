import { readRecipientKeys } from '../../../lib/pgp/recipient-keys.ts'
import type { MailReportConfig } from '../../config/mail-reports/mail-report-config.ts'
import type { ReportMailing } from './report-run.ts'

/**
 * The mails of a report: one of all sections that are none of their own, and one for each of the others. Throws
 * `ActionNeeded` (exit 2) if one of them could not be encrypted at `now`, in milliseconds since the epoch.
 */
export async function mailingsOf(
  { letter, sections }: MailReportConfig,
  now: number,
): Promise<readonly ReportMailing[]> {
  const shared = sections.filter((section) => section.letter === undefined)
  const mailings = [
    ...(shared.length === 0 ? [] : [{ own: undefined, letter, sections: shared }]),
    ...sections.flatMap((own) => (own.letter === undefined ? [] : [{ own, letter: own.letter, sections: [own] }])),
  ]
  const written: ReportMailing[] = []
  for (const mailing of mailings) {
    const { keys } = mailing.letter.mail
    written.push({ ...mailing, keys: keys && (await readRecipientKeys(keys, now)) })
  }
  return written
}
