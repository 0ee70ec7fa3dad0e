import * as v from 'valibot'
import { origin, path } from '../../../lib/settings/value.ts'
import { endpoint } from '../value.ts'
import { connection, enabled } from './connection-schema.ts'
import { totalsKinds } from './totals-schema.ts'

/** The keys of a server that takes OpenTelemetry's metrics by HTTP, such as a Collector or Prometheus. */
export const otlpEntries = {
  type: v.literal('otlp'),
  enabled,
  host: v.pipe(
    origin,
    v.description('The server: https://, its host and, unless it is 443, its port. http:// is only for this machine.'),
    v.metadata({ example: 'https://otel.example.com:4318' }),
  ),
  path: v.pipe(
    v.optional(endpoint, '/v1/metrics'),
    v.description('For otlp: the path that takes metrics; for Prometheus /api/v1/otlp/v1/metrics.'),
    v.metadata({ example: '/api/v1/otlp/v1/metrics' }),
  ),
  headers_file: v.pipe(
    v.optional(path),
    v.description('For otlp: a file with further headers, such as Authorization: Bearer TOKEN, one a line.'),
    v.metadata({ example: '/etc/spoor/private/otlp_headers' }),
  ),
  ...connection,
  totals: totalsKinds,
}
