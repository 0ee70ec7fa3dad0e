import type { Outcome } from '../../agent/receivers/delivery/outcome.ts'
import type { Sendable } from '../../agent/receivers/receiver.ts'
import type { ApiAccess } from '../../agent/receivers/spoor-api/api-access.ts'
import { projectReport } from '../../agent/receivers/spoor-api/projection.ts'
import { createReportClient } from '../../agent/receivers/spoor-api/report-client.ts'
import type { Tell } from '../../lib/notice/notice.ts'

/** A client of the API that accepts sealed reports. */
export interface SealedClient {
  send(report: Sendable, signal: AbortSignal): Promise<Outcome>
  close(): void
}

/**
 * Projects each report without additional fields and sends it; `onFields` receives the fields that the API asks for.
 */
export async function sealedClient(
  access: ApiAccess,
  tell: Tell,
  onFields: (header: string) => void = () => undefined,
): Promise<SealedClient> {
  const client = await createReportClient(access, { tell, onFields: async (header) => onFields(header) })
  const parts = { hostname: access.hostname, fields: [], wants: () => true }
  return {
    send: (report, signal) =>
      client.send(projectReport(report, parts) ?? { ...report, metadata: { reporter: access.hostname } }, signal),
    close: () => client.close(),
  }
}
