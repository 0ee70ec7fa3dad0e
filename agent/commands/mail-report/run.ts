import { ActionNeeded, EXIT, isOutside, messageOf } from '../../../lib/system/errors.ts'
import { ownCommand } from '../../../lib/system/processes/own-command.ts'
import { counted } from '../../../lib/terminal/count.ts'
import { oneLine } from '../../../lib/text/plain-text.ts'
import type { MailReportConfig } from '../../config/mail-reports/mail-report-config.ts'
import { readLastRun } from '../../mail-reports/last-run.ts'
import { mailReportNotices } from '../../mail-reports/notices.ts'
import { deliverMails, type Undelivered } from '../../mail-reports/outbox/delivery.ts'
import { MailOutbox } from '../../mail-reports/outbox/mail-outbox.ts'
import { placesOf, type ReportPlaces } from '../../mail-reports/places.ts'
import { lockReport } from '../../mail-reports/report-lock.ts'
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
    if (!isDue) return madeAndSent(reportNamed(known.config, name), known, parts)
    const codes: number[] = []
    for (const report of known.config.mailReports) codes.push(await sentWhenDue(report, known, parts))
    return Math.max(EXIT.ok, ...codes)
  },
}

/** Makes a report and sends it, with all that waits; the exit code. */
async function madeAndSent(report: MailReportConfig, known: KnownReports, parts: MailReportParts): Promise<number> {
  return alone(report, known, async (places) => {
    const code = await made(report, { ...known, places }, parts)
    const { waiting, refused } = await sent(report, { ...known, places }, parts, true)
    return code === EXIT.ok && waiting + refused > 0 ? EXIT.failed : code
  })
}

/** Makes a report if its time has come, and sends what is due; mails that wait are no failure: `status` tells. */
async function sentWhenDue(report: MailReportConfig, known: KnownReports, parts: MailReportParts): Promise<number> {
  try {
    return await alone(report, known, async (places) => {
      const isDue = report.enabled && (await isDueNow(report, places.record, Date.now()))
      const code = isDue ? await made(report, { ...known, places }, parts) : EXIT.ok
      await sent(report, { ...known, places }, parts, false)
      return code
    })
  } catch (error) {
    if (!isOutside(error)) throw error
    // Somebody makes it by hand right now.
    if (error instanceof ActionNeeded && error.exitCode === EXIT.held) {
      parts.io.stdout.write(`${report.name}: ${error.message}\n`)
      return EXIT.ok
    }
    // What keeps this report from being made keeps no other.
    parts.tell(mailReportNotices.failed(report.name, oneLine(messageOf(error))))
    return EXIT.failed
  }
}

/** Works on a report while nobody else does. Throws `ActionNeeded` (exit 75) if somebody does. */
async function alone(
  report: MailReportConfig,
  { state }: KnownReports,
  work: (places: ReportPlaces) => Promise<number>,
): Promise<number> {
  const places = placesOf(state, report.name)
  await makeReportFolders(state, places)
  const lock = await lockReport(places, report.name)
  try {
    return await work(places)
  } finally {
    await lock.release()
  }
}

type Located = KnownReports & { readonly places: ReportPlaces }

async function made(
  report: MailReportConfig,
  { file: config, host, user, inbox, places }: Located,
  { io: { stdout, signal }, tell }: MailReportParts,
): Promise<number> {
  try {
    const parts = { report, places, config, host, now: Date.now(), user, inbox, signal }
    const mails = await makeMailReport(parts, tell)
    stdout.write(`${report.name}: ${mails === 0 ? 'nothing to tell' : `made, ${counted(mails, 'mail')}`}.\n`)
    return EXIT.ok
  } catch (error) {
    if (!isOutside(error)) throw error
    tell(mailReportNotices.failed(report.name, oneLine(messageOf(error))))
    return EXIT.failed
  }
}

async function sent(
  report: MailReportConfig,
  { user, places }: Located,
  { io: { stdout, signal }, tell }: MailReportParts,
  isAtOnce: boolean,
): Promise<Undelivered> {
  const [program, ...words] = [...withRights('user', user), ...ownCommand()]
  const outbox = new MailOutbox(places)
  const parts = { report, outbox, command: [program ?? '', ...words], now: Date.now(), isAtOnce, tell, signal } as const
  const undelivered = await deliverMails(parts)
  const { waiting } = undelivered
  if (waiting > 0) stdout.write(`${report.name}: still waiting for it: ${counted(waiting, 'recipient')}.\n`)
  return undelivered
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
