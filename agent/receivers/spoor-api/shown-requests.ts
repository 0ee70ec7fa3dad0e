import { VERSION } from '../../../lib/command-line/version.ts'
import type { SpoorApiConfig } from '../../config/config.ts'
import { wishedFields } from '../receiver-state.ts'
import type { ShownSending, ShownPlace } from '../receiver-type.ts'
import type { Sendable } from '../receiver.ts'
import { requestHead } from '../server/shown-head.ts'
import { projectTotals } from '../totals-projection.ts'
import { urlAt } from './api-access.ts'
import { projectReport } from './projection.ts'
import { reportRequest, totalsRequest } from './report-request.ts'
import { wantedEntries } from './wanted-entries.ts'

/** The requests of a part of a report, exactly as the transmitter makes them, without the credentials. */
export async function shownRequests(
  receiver: SpoorApiConfig,
  part: Sendable,
  { root, host }: ShownPlace,
): Promise<readonly ShownSending[]> {
  const { name, host: origin, reportPath, option, totals: kinds = [] } = receiver
  const address = urlAt({ host: origin }, reportPath).href
  const fields = await wishedFields({ root, name, address })
  const projection = projectReport(part, { hostname: host, fields, wants: wantedEntries(receiver) })
  const counted = projectTotals(part, { hostname: host, kinds })
  const requests = [
    ...(projection === undefined ? [] : [reportRequest(projection, { reportPath, version: VERSION })]),
    ...(counted === undefined ? [] : [totalsRequest(counted, { version: VERSION })]),
  ]
  return requests.map(({ path, headers, body }) => ({
    head: [
      ...requestHead(`${origin}${path}`, headers, body, receiver),
      `authorization: Basic (${option}.credentials, not shown)`,
    ],
    body,
  }))
}
