import { type ApiAccess, commonHeaders } from './api-access.ts'
import type { Projection } from './projection.ts'

/** The request for a report without host and credentials. */
export interface ReportRequest {
  readonly method: 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The request that brings a report to the API. The same projection and access always give the same bytes. */
export function reportRequest(
  { id, entries, metadata }: Projection,
  access: Pick<ApiAccess, 'reportPath' | 'version'>,
): ReportRequest {
  const headers = { ...commonHeaders(access), 'content-type': 'application/json', 'idempotency-key': id }
  const body = Buffer.from(JSON.stringify({ report: { entries, metadata } }))
  return { method: 'POST', path: access.reportPath, headers, body }
}
