import { type Entry, project } from '../../../lib/event/entry.ts'
import type { Metadata } from '../../../lib/event/metadata.ts'
import { type ApiAccess, commonHeaders } from './api-access.ts'

/** What can be sent as one. */
export interface Sendable {
  /** The same for the same entries: the API may be sent them twice. */
  readonly id: string
  readonly entries: readonly Entry[]
  /** What it tells of its host; absent where only the name of this one is known. */
  readonly metadata?: Metadata
}

/** What is sent of a report: all of the request but the host and the credentials. */
export interface ReportRequest {
  readonly method: 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** The request that brings a report to the API; the same report and access always give the same bytes. */
export function reportRequest(
  { id, entries, metadata }: Sendable,
  access: Pick<ApiAccess, 'reportPath' | 'hostname' | 'version'>,
): ReportRequest {
  const headers = { ...commonHeaders(access), 'content-type': 'application/json', 'idempotency-key': id }
  const report = {
    entries: entries.map((entry) => project(entry)),
    metadata: metadata ?? { reporter: access.hostname },
  }
  const body = Buffer.from(JSON.stringify({ report }))
  return { method: 'POST', path: access.reportPath, headers, body }
}
