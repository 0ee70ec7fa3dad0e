import { ActionNeeded, codeOf, EXIT, messageOf } from '../../../lib/system/errors.ts'
import { takeLock } from '../../../lib/system/processes/lock.ts'
import { ownCommand } from '../../../lib/system/processes/own-command.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { oneLine } from '../../../lib/text/plain-text.ts'
import type { MailReportConfig } from '../../config/mail-reports/mail-report-config.ts'
import { readLastRun } from '../../mail-reports/last-run.ts'
import { mailReportNotices } from '../../mail-reports/notices.ts'
import { deliverMails } from '../../mail-reports/outbox/delivery.ts'
import { MailOutbox } from '../../mail-reports/outbox/mail-outbox.ts'
import { placesOf } from '../../mail-reports/places.ts'
import { withRights } from '../../mail-reports/run/child-rights.ts'
import { makeMailReport, makeReportFolders } from '../../mail-reports/run/make-mail-report.ts'
import { lastDue } from '../../mail-reports/schedule.ts'
import { type KnownReports, knownReports, type MailReportAction, type MailReportParts, reportNamed } from './action.ts'
import { printDryRun } from './dry-run.ts'

/** Makes reports and sends their mails. */
export const runReports: MailReportAction = {
  usage: 'run [report]',
  summary: 'Make a report now and send it; with --due every report whose time has come, and what waits.',
  options: ['--config', '--state', '--due', '--dry-run', '--debug'],
  run: async (parts) => {
    const { names, options } = parts
    const known = await knownReports(options)
    const isDue = options['due'] === true
    if (isDue === (names.length === 1) || names.length > 1)
      throw new ActionNeeded('mail-report run: name one report, or give --due', EXIT.usage)
    const [name = ''] = names
    if (options['dry-run'] === true) {
      if (isDue) throw new ActionNeeded('mail-report run: --dry-run wants the name of a report', EXIT.usage)
      return printDryRun(reportNamed(known.config, name), known, parts)
    }
    if (!isDue) return (await madeAndSent(reportNamed(known.config, name), known, parts)) ? EXIT.ok : EXIT.failed
    let isGood = true
    for (const report of known.config.mailReports.filter(({ enabled }) => enabled))
      if (!(await madeAndSent(report, known, parts, true))) isGood = false
    return isGood ? EXIT.ok : EXIT.failed
  },
}

/** Makes one report, if it is due or asked for, and sends what waits; whether nothing failed. */
async function madeAndSent(
  report: MailReportConfig,
  known: KnownReports,
  { io: { stdout, signal }, tell }: MailReportParts,
  isTimer = false,
): Promise<boolean> {
  const places = placesOf(known.state, report.name)
  await makeReportFolders(known.state, places)
  const lock = await takeLock(places.folder, 'report', '--state')
  try {
    const now = Date.now()
    const outbox = new MailOutbox(places)
    let isGood = true
    if (!isTimer || (await isDueNow(report, places.record, now))) {
      try {
        const { file: config, host, user, inbox } = known
        const mails = await makeMailReport({ report, places, config, host, now, user, inbox, signal }, tell)
        stdout.write(`${report.name}: ${mails === 0 ? 'nothing to tell' : `made, ${counted(mails, 'mail')}`}.\n`)
      } catch (error) {
        if (!(error instanceof ActionNeeded) && codeOf(error) === undefined) throw error
        tell(mailReportNotices.failed(report.name, oneLine(messageOf(error))))
        isGood = false
      }
    }
    const [program, ...words] = [...withRights('user', known.user), ...ownCommand()]
    const command = [program ?? '', ...words] as const
    const waiting = await deliverMails({ report, outbox, command, now, isAtOnce: !isTimer, tell, signal })
    if (waiting > 0) stdout.write(`${report.name}: still waiting for it: ${counted(waiting, 'recipient')}.\n`)
    return isGood && waiting === 0
  } finally {
    await lock.release()
  }
}

/** How long after a run that failed the next one begins, in milliseconds. */
const PAUSE = 30 * 60_000

/** Whether a time at which it was to be made has passed since it was; one that is new is made at once. */
async function isDueNow({ pace }: MailReportConfig, record: string, now: number): Promise<boolean> {
  if (pace === undefined) return false
  const last = await readLastRun(record)
  if (last === undefined) return true
  // A clock that was set back must not keep it waiting.
  const hasPaused = last.failure === null || now - last.begun >= PAUSE || last.begun > now
  return hasPaused && Math.min(last.success ?? -Infinity, now) < lastDue(pace, now)
}
