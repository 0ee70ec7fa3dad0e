import { join } from 'node:path'
import { ActionNeeded, EXIT } from '../../lib/system/errors.ts'
import { type Lock, takeLock } from '../../lib/system/processes/lock.ts'
import type { ReportPlaces } from './places.ts'

const NAME = 'report'

/** Keeps others from making or sending a report; throws `ActionNeeded`, exit 75 if another process does. */
export async function lockReport({ folder }: ReportPlaces, report: string): Promise<Lock> {
  return takeLock(folder, NAME).catch((error: unknown) => {
    if (!(error instanceof ActionNeeded && error.exitCode === EXIT.held)) throw error
    const remedy = `wait for it, or if there is none, remove ${join(folder, `${NAME}.lock`)}`
    throw new ActionNeeded(`Another process makes or sends the report ${report} right now; ${remedy}.`, EXIT.held)
  })
}
