import { Renewal, type RenewalParts } from '../server/renewal.ts'
import type { ApiAccess } from './api-access.ts'
import { createReportClient, type Listeners, type ReportClient } from './report-client.ts'

/** What a client needs whose credentials may change on disk. */
export type RenewedClientParts = Listeners & Pick<RenewalParts<ApiAccess, ReportClient>, 'access' | 'read' | 'elapsed'>

/** A client that sends with what its files hold now. */
export async function createRenewedClient(parts: RenewedClientParts): Promise<ReportClient> {
  const renewal = await Renewal.open({
    ...parts,
    credentialsOf: ({ secret, caPem, clientCertificate }: ApiAccess) => [secret, caPem, clientCertificate],
    create: (access) => createReportClient(access, parts),
  })
  return {
    send: (projection, signal) => renewal.tried((client) => client.send(projection, signal), signal),
    sendTotals: (projection, signal) => renewal.tried((client) => client.sendTotals(projection, signal), signal),
    tellStatus: (status, signal) => renewal.tried((client) => client.tellStatus(status, signal), signal),
    close: () => renewal.close(),
  }
}
