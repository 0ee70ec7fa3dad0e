import type { Tell } from '../../../lib/notice/notice.ts'
import { codeOf, messageOf } from '../../../lib/system/errors.ts'
import type { User } from '../../../lib/system/users/passwd.ts'
import type { MailReportConfig } from '../../config/mail-reports/mail-report-config.ts'
import { mailReportNotices } from '../notices.ts'
import { type ReportPlaces, sectionFiles } from '../places.ts'

/** Who takes the events of a report's files, and who wrote them. */
export interface FileEventParts {
  readonly report: MailReportConfig
  readonly places: ReportPlaces
  /** The inbox of the collector; undefined where none takes them. */
  readonly inbox: string | undefined
  readonly user: User | undefined
}

/** Leaves what sealed reports found in files for the collector, each once. */
export async function leaveReportEvents({ report, places, inbox, user }: FileEventParts, tell: Tell): Promise<void> {
  for (const { type, id } of report.sections) {
    if (type !== 'files') continue
    const { leaveFileEvents } = await import('../sections/files/untold-events.ts')
    const waiting = await leaveFileEvents(sectionFiles(places, id).state, inbox, user).catch((error: unknown) => {
      // The section's user may have put what it likes there, and must not keep the report from being made.
      if (codeOf(error) === undefined) throw error
      return messageOf(error)
    })
    if (waiting !== undefined) tell(mailReportNotices.eventsWait(report.name, waiting))
  }
}
