import { ActionNeeded } from '../../../lib/system/errors.ts'
import { API_NAME } from '../../spool/api-name.ts'
import { type ReceiverFailure, failuresOf } from '../../spool/cursor/failures.ts'
import { isReportName } from '../../spool/reports/report-order.ts'
import { type SpoolParts, wantedReport } from './action.ts'
import { chosenReceiver } from './chosen-receiver.ts'

/** What a receiver other than the API refused, of what was asked for. */
export interface Refused {
  readonly receiver: string
  readonly failures: readonly ReceiverFailure[]
}

/**
 * The report that was asked for, or with `--all` all of them, as the chosen receiver refused it; undefined if that is
 * the API. Throws `ActionNeeded` if it has not refused the named report.
 */
export async function wantedRefused(parts: SpoolParts): Promise<Refused | undefined> {
  const receiver = chosenReceiver(parts)?.name ?? API_NAME
  if (receiver === API_NAME) return undefined
  const failures = await failuresOf(parts.folders, receiver)
  if (parts.options['all'] === true) return { receiver, failures }
  // By its name it is found even where it was removed meanwhile.
  const name = isReportName(parts.wanted) ? parts.wanted : (await wantedReport(parts)).name
  const found = failures.filter(({ refusal }) => refusal.report === name)
  if (found.length > 0) return { receiver, failures: found }
  throw new ActionNeeded(
    `${name}: ${receiver} has not refused it; see: spoor-agent spool list --failed --receiver ${receiver}`,
  )
}
