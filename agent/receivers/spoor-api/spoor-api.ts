import type { Entry } from '../../../lib/event/entry.ts'
import type { TotalsKind } from '../../../lib/totals/totals.ts'
import type { SpoorApiConfig } from '../../config/config.ts'
import { API_NAME } from '../../spool/api-name.ts'
import { apiNotices, outageNotices } from '../notices.ts'
import { ReceiverState } from '../receiver-state.ts'
import type { ReceiverType } from '../receiver-type.ts'
import type { Receiver } from '../receiver.ts'
import { projectTotals, type TotalsProjection } from '../totals-projection.ts'
import { type ApiAccess, urlAt } from './api-access.ts'
import { configuredAccess } from './configured-access.ts'
import { type Projection, projectReport } from './projection.ts'
import { createRenewedClient, type RenewedClientParts } from './renewed-client.ts'
import { shownRequests } from './shown-requests.ts'

/** A Spoor API as a type of receiver. */
export const spoorApi: ReceiverType<SpoorApiConfig> = {
  address: ({ host }) => host,
  prepare: async (receiver, config) => {
    const read = (): Promise<ApiAccess> => configuredAccess(receiver, config)
    const access = await read()
    const { name, tellsStatus, totals } = receiver
    return (parts) => createSpoorApi({ name, tellsStatus, totals, access, read, ...parts })
  },
  shown: shownRequests,
}

/** What the receiver works with. */
export interface SpoorApiParts extends Omit<RenewedClientParts, 'onFields' | 'onNoTotals'> {
  readonly name: string
  /** Whether it is told how this agent is. */
  readonly tellsStatus?: boolean | undefined
  /** Which totals it gets. */
  readonly totals?: readonly TotalsKind[] | undefined
  /** Whether it gets an event. */
  readonly wants: (entry: Entry) => boolean
  /** The root of the spool. */
  readonly root: string
}

/** What a Spoor API gets of a part of a report. */
export type ApiProjection = Projection | TotalsProjection

/** A Spoor API as a receiver: App::Spoor's server, or whatever answers like it. */
export async function createSpoorApi({
  name,
  tellsStatus = false,
  totals = [],
  wants,
  root,
  ...parts
}: SpoorApiParts): Promise<Receiver<ApiProjection>> {
  const state = await ReceiverState.read({
    root,
    name,
    address: urlAt(parts.access, parts.access.reportPath).href,
  })
  let kinds = totals
  const client = await createRenewedClient({
    ...parts,
    onFields: (header) => state.wish(header),
    // Until the next start: by then the hub may be newer.
    onNoTotals: () => (kinds = []),
  })
  const { hostname } = parts.access
  return {
    name,
    notices: name === API_NAME ? apiNotices : outageNotices(name),
    project: (report) =>
      projectReport(report, { hostname, fields: state.fields, wants }) ?? projectTotals(report, { hostname, kinds }),
    send: (projection, signal) =>
      'totals' in projection ? client.sendTotals(projection, signal) : client.send(projection, signal),
    ...(tellsStatus && {
      tellStatus: (status, signal) => client.tellStatus(status, signal),
      isUnheard: state.fields.length === 0,
    }),
    close: () => client.close(),
  }
}
