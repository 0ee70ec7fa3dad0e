import type { Metric, Sample } from '../../lib/samples/metric.ts'
import type { Registry } from '../../lib/samples/registry.ts'
import { OTHER } from '../../lib/totals/totals.ts'

/** How many virtual hosts get samples of their own; the others are summed. */
const MOST_VHOSTS = 1000

/** Classes of statuses, in the order of a row; what has none of them is `other`. */
const CLASSES = ['1xx', '2xx', '3xx', '4xx', '5xx'] as const

/** The metrics of requests that are counted. */
export const TRAFFIC_METRICS = {
  requests: {
    name: 'spoor_agent_http_requests_total',
    kind: 'counter',
    help: 'Requests in the access logs of section traffic, by virtual host and class of status.',
    labels: ['vhost', 'class'],
  },
  responseBytes: {
    name: 'spoor_agent_http_response_bytes_total',
    kind: 'counter',
    help: 'Bytes sent in answer to these requests, by virtual host.',
    labels: ['vhost'],
    unit: 'bytes',
  },
  unparsed: {
    name: 'spoor_agent_http_lines_unparsed_total',
    kind: 'counter',
    help: 'Lines of these logs that are no requests in the format of their log, since the start.',
    labels: [],
  },
  late: {
    name: 'spoor_agent_http_lines_late_total',
    kind: 'counter',
    help: 'Lines of these logs that came too late for their interval and counted in a later one, since the start.',
    labels: [],
  },
} as const satisfies Record<string, Metric>

/** Requests, bytes, and requests with a status of 1xx to 5xx. */
type Row = readonly number[]

/** What a counter of traffic knows. */
export interface TrafficNow {
  readonly sums: { readonly host: Row; readonly vhosts: readonly (readonly [vhost: string, row: Row])[] }
  /** By the path of the log, since the start. */
  readonly logs: ReadonlyMap<string, { readonly late: number; readonly unrecognised: number }>
}

/** Adds the metrics of traffic to a registry; without samples while nothing is counted. */
export function addTrafficMetrics(registry: Registry, current: () => TrafficNow | undefined): void {
  const m = TRAFFIC_METRICS
  const rows = (): readonly (readonly [vhost: string, row: Row])[] => {
    const now = current()
    return now === undefined ? [] : boundedRows(now.sums)
  }
  const sumOf = (name: 'late' | 'unrecognised'): readonly (Sample & { readonly value: number })[] => {
    const logs = current()?.logs
    if (logs === undefined) return []
    let value = 0
    for (const log of logs.values()) value += log[name]
    return [{ labels: [], value }]
  }
  registry.add(m.requests, () => rows().flatMap(([vhost, row]) => classesOf(vhost, row)))
  registry.add(m.responseBytes, () => rows().map(([vhost, [, value = 0]]) => ({ labels: [vhost], value })))
  registry.add(m.unparsed, () => sumOf('unrecognised'))
  registry.add(m.late, () => sumOf('late'))
}

/** A row for each of the first virtual hosts, and one for all other requests. */
function boundedRows({ host, vhosts }: TrafficNow['sums']): readonly (readonly [vhost: string, row: Row])[] {
  const first = vhosts.filter(([vhost]) => vhost !== OTHER).slice(0, MOST_VHOSTS)
  const rest = host.map((value, index) => first.reduce((left, [, row]) => left - (row[index] ?? 0), value))
  return (rest[0] ?? 0) > 0 ? [...first, [OTHER, rest]] : first
}

function classesOf(vhost: string, [requests = 0, , ...classes]: Row): readonly (Sample & { readonly value: number })[] {
  const known = CLASSES.map((name, index) => ({ labels: [vhost, name], value: classes[index] ?? 0 }))
  const other = known.reduce((left, { value }) => left - value, requests)
  return [...known, { labels: [vhost, 'other'], value: other }].filter(({ value }) => value > 0)
}
