import { once } from 'node:events'
import { EXIT } from '../../../lib/system/errors.ts'
import type { MailReportConfig } from '../../config/mail-reports/mail-report-config.ts'
import { placesOf } from '../../mail-reports/places.ts'
import { mailingsOf } from '../../mail-reports/run/mailings.ts'
import { makeReportFolders } from '../../mail-reports/run/make-mail-report.ts'
import { ReportRun } from '../../mail-reports/run/report-run.ts'
import { outcomeWords } from '../../mail-reports/run/report-words.ts'
import type { KnownReports, MailReportParts } from './action.ts'

/** Prints the mails of a report as their readers would see them, decrypted and decoded; moves and sends nothing. */
export async function printDryRun(
  report: MailReportConfig,
  { state, file: config, host, user }: KnownReports,
  { options, io: { stdout, stderr, signal } }: MailReportParts,
): Promise<number> {
  const places = placesOf(state, report.name)
  await makeReportFolders(state, places)
  const now = Date.now()
  const isTold = options['debug'] === true
  const tell = (line: string): void => void (isTold && stderr.write(`${line}\n`))
  const run = new ReportRun({
    report,
    places,
    config,
    host,
    now,
    user,
    isDry: true,
    signal,
    onOutcome: (outcome) => tell([outcomeWords(outcome), ...outcome.said].join('\n  ')),
  })
  try {
    for (const { keys, ...mailing } of await mailingsOf(report, now)) {
      const { from, to, host: server, port } = mailing.letter.mail
      tell(
        `A mail from ${from} to ${to.join(', ')} by ${server}:${port}, ${keys === undefined ? 'in clear' : `encrypted to ${keys.map(({ fingerprint }) => fingerprint).join(', ')}`}`,
      )
      const mail = await run.mail({ ...mailing, keys: undefined })
      if (mail === undefined) tell('Nothing to tell: no mail.')
      for await (const piece of mail ?? []) if (!stdout.write(piece)) await once(stdout, 'drain', { signal })
    }
  } finally {
    await run.close()
  }
  return run.outcomes.some(({ failure }) => failure !== undefined) ? EXIT.failed : EXIT.ok
}
