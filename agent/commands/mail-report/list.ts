import { ActionNeeded, EXIT } from '../../../lib/system/errors.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { table } from '../../../lib/terminal/table.ts'
import { widthOf } from '../../../lib/terminal/width.ts'
import { plainJson } from '../../../lib/text/plain-json.ts'
import { plainText } from '../../../lib/text/plain-text.ts'
import { localTime } from '../../../lib/time/local-time.ts'
import type { MailReportConfig } from '../../config/mail-reports/mail-report-config.ts'
import type { LastRun } from '../../mail-reports/last-run.ts'
import type { SealedLetter } from '../../mail-reports/outbox/sealed-run.ts'
import { reportPaceWords } from '../../mail-reports/pace-words.ts'
import { type ReportState, reportStateOf } from '../../mail-reports/report-state.ts'
import { knownReports, type MailReportAction } from './action.ts'

/** Prints each report: when it is made, for whom, and how that goes. */
export const listReports: MailReportAction = {
  usage: 'list',
  summary: 'Show each report, how its last run went, and which mails wait.',
  options: ['--config', '--state', '--json'],
  run: async ({ names, options, io: { stdout } }) => {
    if (names.length > 0) throw new ActionNeeded('mail-report list: it takes no name', EXIT.usage)
    const { config, state } = await knownReports(options)
    const blocks: string[] = []
    for (const report of config.mailReports) {
      const stands = await reportStateOf(report, state)
      if (options['json'] === true) stdout.write(plainJson({ ...asJson(report), ...stands }))
      else blocks.push(table(rowsOf(report, stands), widthOf(stdout)).join('\n'))
    }
    if (blocks.length > 0) stdout.write(`${blocks.join('\n\n')}\n`)
    if (config.mailReports.length === 0)
      stdout.write('There is no report; spoor-agent mail-report generate prints some for this host.\n')
    return EXIT.ok
  },
}

function asJson({ name, letter, pace, enabled, sections }: MailReportConfig): object {
  const { from, to } = letter.mail
  return { name, from, to, every: reportPaceWords(pace), enabled, sections: sections.map(({ id }) => id) }
}

function rowsOf(report: MailReportConfig, { last, mails, fault }: ReportState): readonly (readonly string[])[] {
  const { name, letter, pace, enabled, sections } = report
  const rows = [
    ['report', name],
    ['when', enabled ? reportPaceWords(pace) : 'not, as enabled is false'],
    ['for', letter.mail.to.join(', ')],
    ...sections.map(({ mimeFile, description }) => ['section', `${mimeFile}: ${description}`]),
    ['last made', madeWords(last)],
    ...(last === undefined || last.failure === null ? [] : [['failed', `${localTime(last.begun)}: ${last.failure}`]]),
    ...(last?.failedSections ?? []).map((each) => ['failed section', each]),
    ...(fault === undefined ? [] : [['mails', fault]]),
    ...mails.flatMap(mailRows),
  ]
  return rows.map((row) => row.map(plainText))
}

function madeWords(last: LastRun | undefined): string {
  if (last === undefined || last.success === null) return 'never'
  return `${localTime(last.success)}${last.mails === 0 && last.failure === null ? ', nothing to tell' : ''}`
}

function mailRows({ waiting, refused, tries, reason }: SealedLetter): readonly (readonly string[])[] {
  const after = `after ${counted(tries, 'try', 'tries')}${reason === null ? '' : `: ${reason}`}`
  return [
    ...(waiting.length === 0 ? [] : [['waits', `for ${waiting.join(', ')}, ${after}`]]),
    ...refused.map((each) => ['refused', `${each.recipient}: ${each.reason}`]),
  ]
}
