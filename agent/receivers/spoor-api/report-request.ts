import type { TotalsProjection } from '../totals-projection.ts'
import { type ApiAccess, commonHeaders } from './api-access.ts'
import type { Projection } from './projection.ts'

/** A request without host and credentials. */
export interface SentRequest {
  readonly method: 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** Where a hub takes totals. */
const TOTALS_PATH = '/api/totals'

/** The request that brings a report to the API. The same projection and access always give the same bytes. */
export function reportRequest(
  { id, entries, metadata }: Projection,
  access: Pick<ApiAccess, 'reportPath' | 'version'>,
): SentRequest {
  return request(access.reportPath, id, { report: { entries, metadata } }, access)
}

/** The request that brings totals to a hub, in the same way. */
export function totalsRequest({ id, totals }: TotalsProjection, access: Pick<ApiAccess, 'version'>): SentRequest {
  return request(TOTALS_PATH, id, { totals }, access)
}

function request(path: string, id: string, body: unknown, access: Pick<ApiAccess, 'version'>): SentRequest {
  const headers = { ...commonHeaders(access), 'content-type': 'application/json', 'idempotency-key': id }
  return { method: 'POST', path, headers, body: Buffer.from(JSON.stringify(body)) }
}
