import { apiNotices } from '../notices.ts'
import { ReceiverState } from '../receiver-state.ts'
import type { Receiver } from '../receiver.ts'
import { API_NAME, urlAt } from './api-access.ts'
import { type Projection, projectReport } from './projection.ts'
import { createRenewedClient, type RenewedClientParts } from './renewed-client.ts'

/** What the receiver works with. */
export interface SpoorApiParts extends Omit<RenewedClientParts, 'onFields'> {
  /** The root of the spool. */
  readonly root: string
}

/** The Spoor API as a receiver: App::Spoor's server, or whatever answers like it. */
export async function createSpoorApi({ root, ...parts }: SpoorApiParts): Promise<Receiver<Projection>> {
  const state = await ReceiverState.read({
    root,
    name: API_NAME,
    address: urlAt(parts.access, parts.access.reportPath).href,
  })
  const client = await createRenewedClient({ ...parts, onFields: (header) => state.wish(header) })
  const { hostname } = parts.access
  return {
    name: API_NAME,
    notices: apiNotices,
    project: (report) => projectReport(report, { hostname, fields: state.fields }),
    send: (projection, signal) => client.send(projection, signal),
    close: () => client.close(),
  }
}
