import { chmod, mkdir } from 'node:fs/promises'
import type { Tell } from '../../../lib/notice/notice.ts'
import { ActionNeeded, codeOf, EXIT, messageOf } from '../../../lib/system/errors.ts'
import { ensurePrivateFolder } from '../../../lib/system/files/folder.ts'
import { oneLine } from '../../../lib/text/plain-text.ts'
import { keepLastRun, readLastRun } from '../last-run.ts'
import { mailReportNotices } from '../notices.ts'
import { MailOutbox } from '../outbox/mail-outbox.ts'
import type { ReportPlaces } from '../places.ts'
import { type FileEventParts, leaveReportEvents } from './file-events.ts'
import { mailingsOf } from './mailings.ts'
import { ReportRun, type ReportRunParts } from './report-run.ts'
import { outcomeWords } from './report-words.ts'

/** Makes the folders of a report. Others may pass through to the folders of sections, and list none of them. */
export async function makeReportFolders(state: string, { folder, sections, outbox }: ReportPlaces): Promise<void> {
  for (const path of [state, folder, sections]) {
    await mkdir(path, { recursive: true }).catch((error: unknown) => {
      throw new ActionNeeded(`${path}: this folder cannot be made (${codeOf(error)}).`, EXIT.failed, { cause: error })
    })
    // Whatever the umask.
    await chmod(path, 0o711)
  }
  await ensurePrivateFolder(outbox)
}

/** What is noted of a report that SIGTERM or SIGINT ended. */
const STOPPED = 'it was stopped before it was done'

/**
 * Makes a report: its mails are in the outbox, and the positions of its sections have moved, or neither. Resolves with
 * the number of mails; throws what kept it from being made, after noting that.
 */
export async function makeMailReport(
  parts: Omit<ReportRunParts, 'isDry'> & Pick<FileEventParts, 'inbox'>,
  tell: Tell,
): Promise<number> {
  const { report, places, now, signal } = parts
  const before = await readLastRun(places.record)
  const run = new ReportRun({ ...parts, isDry: false })
  const noted = { begun: now, success: before?.success ?? null, mails: 0, failedSections: [], failure: null }
  try {
    const outbox = new MailOutbox(places)
    await outbox.settle()
    await leaveReportEvents(parts, tell)
    await refuseMore(outbox)
    const mailings = await mailingsOf(report, now)
    const folder = await outbox.begin()
    const letters = []
    for (const [number, mailing] of mailings.entries()) {
      const letter = await run.write(mailing, folder, number)
      if (letter !== undefined) letters.push(letter)
    }
    await outbox.seal({ version: 1, made: now, letters, saved: [...run.saved] })
    await leaveReportEvents(parts, tell)
    const failed = run.outcomes.filter(({ failure }) => failure !== undefined)
    for (const { section, failure = '' } of failed)
      tell(mailReportNotices.sectionFailed(report.name, section.option, failure))
    keepLastRun(places.record, {
      ...noted,
      success: now,
      mails: letters.length,
      failedSections: failed.map(outcomeWords),
    })
    return letters.length
  } catch (error) {
    noteFailure(places.record, { ...noted, failure: signal.aborted ? STOPPED : oneLine(messageOf(error)) })
    throw signal.aborted ? new ActionNeeded(STOPPED, EXIT.failed, { cause: error }) : error
  } finally {
    await run.close()
  }
}

/** So many reports wait for their mail server; then no more are made, and what they would tell stays where it is. */
const MOST_WAITING = 200

async function refuseMore(outbox: MailOutbox): Promise<void> {
  const { length } = await outbox.runs()
  if (length >= MOST_WAITING)
    throw new ActionNeeded(
      `${length} reports wait for their readers already; see spoor-agent mail-report list, and drop them if nobody will get them.`,
    )
}

function noteFailure(record: string, run: Parameters<typeof keepLastRun>[1]): void {
  try {
    keepLastRun(record, run)
  } catch {
    // The disk may be why it failed; that is told.
  }
}
