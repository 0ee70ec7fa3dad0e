import type { Entry } from '../../../lib/event/entry.ts'
import type { SpoorApiConfig } from '../../config/config.ts'
import { API_NAME } from '../../spool/api-name.ts'
import { apiNotices, outageNotices } from '../notices.ts'
import { ReceiverState } from '../receiver-state.ts'
import type { ReceiverType } from '../receiver-type.ts'
import type { Receiver } from '../receiver.ts'
import { type ApiAccess, urlAt } from './api-access.ts'
import { configuredAccess } from './configured-access.ts'
import { type Projection, projectReport } from './projection.ts'
import { createRenewedClient, type RenewedClientParts } from './renewed-client.ts'

/** A Spoor API as a type of receiver. */
export const spoorApi: ReceiverType<SpoorApiConfig> = {
  address: ({ host }) => host,
  prepare: async (receiver, config) => {
    const read = (): Promise<ApiAccess> => configuredAccess(receiver, config)
    const access = await read()
    const { name, tellsStatus } = receiver
    return (parts) => createSpoorApi({ name, tellsStatus, access, read, ...parts })
  },
}

/** What the receiver works with. */
export interface SpoorApiParts extends Omit<RenewedClientParts, 'onFields'> {
  readonly name: string
  /** Whether it is told how this agent is. */
  readonly tellsStatus?: boolean | undefined
  /** Whether it gets an event. */
  readonly wants: (entry: Entry) => boolean
  /** The root of the spool. */
  readonly root: string
}

/** A Spoor API as a receiver: App::Spoor's server, or whatever answers like it. */
export async function createSpoorApi({
  name,
  tellsStatus = false,
  wants,
  root,
  ...parts
}: SpoorApiParts): Promise<Receiver<Projection>> {
  const state = await ReceiverState.read({
    root,
    name,
    address: urlAt(parts.access, parts.access.reportPath).href,
  })
  const client = await createRenewedClient({ ...parts, onFields: (header) => state.wish(header) })
  const { hostname } = parts.access
  return {
    name,
    notices: name === API_NAME ? apiNotices : outageNotices(name),
    project: (report) => projectReport(report, { hostname, fields: state.fields, wants }),
    send: (projection, signal) => client.send(projection, signal),
    ...(tellsStatus && {
      tellStatus: (status, signal) => client.tellStatus(status, signal),
      isUnheard: state.fields.length === 0,
    }),
    close: () => client.close(),
  }
}
