import type { Entry } from '../event.ts'

/** What can be sent as one. */
export interface Sendable {
  /** The same for the same entries: the API may be sent them twice. */
  readonly id: string
  readonly entries: readonly Entry[]
}

/** What is sent of a report: all of the request but the host and the credentials. */
export interface ReportRequest {
  readonly method: 'POST'
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer
}

/** What a request needs to know besides its report. */
export interface Reporter {
  /** The path at the API that takes reports. */
  readonly reportPath: string
  /** The name of this server, as reports carry it. */
  readonly hostname: string
  readonly version: string
}

/** The request that brings a report to the API; the same report, reporter and version always give the same bytes. */
export function reportRequest({ id, entries }: Sendable, { reportPath, hostname, version }: Reporter): ReportRequest {
  const headers = {
    ...commonHeaders(version),
    'content-type': 'application/json',
    'idempotency-key': id,
  }
  const body = Buffer.from(JSON.stringify({ report: { entries, metadata: { reporter: hostname } } }))
  return { method: 'POST', path: reportPath, headers, body }
}

/** The headers of every request besides the credentials. */
export function commonHeaders(version: string): Readonly<Record<string, string>> {
  return { accept: 'application/json', 'user-agent': `spoor-agent/${version}` }
}
