import { existsSync } from 'node:fs'
import { ActionNeeded } from '../../lib/system/errors.ts'
import type { MailReportConfig } from '../config/mail-reports/mail-report-config.ts'
import { type LastRun, readLastRun } from './last-run.ts'
import { MailOutbox } from './outbox/mail-outbox.ts'
import type { SealedLetter } from './outbox/sealed-run.ts'
import { placesOf } from './places.ts'

/** How a report stands. */
export interface ReportState {
  readonly name: string
  readonly last: LastRun | undefined
  /** Its mails that not everybody has. */
  readonly mails: readonly SealedLetter[]
  /** Why its mails are not known, in a sentence. */
  readonly fault?: string
}

/** How a report stands; throws the system's error if its folder cannot be read. */
export async function reportStateOf({ name }: Pick<MailReportConfig, 'name'>, state: string): Promise<ReportState> {
  const places = placesOf(state, name)
  const last = await readLastRun(places.record)
  try {
    const runs = existsSync(places.outbox) ? await new MailOutbox(places).runs() : []
    return { name, last, mails: runs.flatMap(({ run }) => run.letters) }
  } catch (error) {
    if (!(error instanceof ActionNeeded)) throw error
    return { name, last, mails: [], fault: error.message }
  }
}
