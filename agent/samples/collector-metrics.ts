import { type BigIntStats, statSync } from 'node:fs'
import { bounded } from '../../lib/samples/bounded.ts'
import type { Metric } from '../../lib/samples/metric.ts'
import type { Registry } from '../../lib/samples/registry.ts'
import { isOutside } from '../../lib/system/errors.ts'
import type { IgnoredSnapshot } from '../snapshots/collector-snapshot.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'
import type { ReadCounts } from './read-counts.ts'
import { TRAFFIC_METRICS, type TrafficNow, addTrafficMetrics } from './traffic-metrics.ts'
import type { WaitingReports } from './waiting-reports.ts'

/** How many logs get samples of their own; the others are summed. */
const MOST_LOGS = 1000

const LOG = ['source', 'path']

const RECEIVER = ['receiver']

/** The metrics of the collector. */
export const COLLECTOR_METRICS = {
  lines: counter('spoor_agent_log_lines_total', 'Complete lines read of a log.', LOG),
  bytes: {
    ...counter('spoor_agent_log_read_bytes_total', 'Bytes read of a log.', LOG),
    unit: 'bytes',
  },
  ofInterest: counter('spoor_agent_log_lines_of_interest_total', 'Lines of a log that were looked at closely.', LOG),
  unrecognised: counter(
    'spoor_agent_log_lines_unrecognised_total',
    'Lines of a log that were looked at closely and not understood.',
    LOG,
  ),
  sealed: counter('spoor_agent_log_events_total', 'Events of a log that were sealed.', LOG),
  unread: {
    ...gauge('spoor_agent_log_unread_bytes', 'Bytes of the file at the path of a log that are not read yet.', LOG),
    unit: 'bytes',
  },
  lastEvent: {
    ...gauge('spoor_agent_log_last_event_timestamp_seconds', 'When the last event of a log happened.', LOG),
    unit: 'seconds',
  },
  unavailable: gauge(
    'spoor_agent_log_unavailable',
    'Whether there is nothing to read of a log: missing, or not readable.',
    LOG,
  ),
  events: counter('spoor_agent_events_total', 'Events that were sealed, by kind.', ['kind']),
  ignored: counter('spoor_agent_events_ignored_total', 'Events that a rule of ignore left out.', ['rule']),
  forgotten: counter(
    'spoor_agent_rule_keys_forgotten_total',
    'Addresses, networks and names that a rule forgot, as there were more than it may remember, since the start.',
    ['rule'],
  ),
  gaps: counter('spoor_agent_log_gaps_total', 'Gaps: bytes of a log that could not be had any more.', []),
  placesUnsaved: gauge(
    'spoor_agent_places_unsaved',
    'Whether no place is learned from which mailboxes are used, as the database cannot be written.',
    [],
  ),
  held: gauge('spoor_agent_spool_held', 'Whether reading has stopped, as the spool or its disk is full.', []),
  waiting: gauge('spoor_agent_spool_waiting_reports', 'Reports that wait for a receiver.', RECEIVER),
  waitingBytes: {
    ...gauge('spoor_agent_spool_waiting_bytes', 'Bytes of the reports that wait for a receiver.', RECEIVER),
    unit: 'bytes',
  },
  mostBytes: {
    ...gauge('spoor_agent_spool_max_size_bytes', 'How many bytes may wait for one receiver: spool.max_size.', []),
    unit: 'bytes',
  },
  ...TRAFFIC_METRICS,
} as const satisfies Record<string, Metric>

function counter(name: string, help: string, labels: readonly string[]): Metric {
  return { name, kind: 'counter', help, labels }
}

function gauge(name: string, help: string, labels: readonly string[]): Metric {
  return { name, kind: 'gauge', help, labels }
}

/** The state of the collector to export. */
export interface CollectorNow {
  readonly sources: readonly SourceSnapshot[]
  readonly held: string | undefined
  readonly arePlacesUnsaved: boolean
  /** How many bytes may wait for a receiver. */
  readonly mostBytes: number
  readonly ignored: readonly IgnoredSnapshot[]
  /** How many keys each rule forgot. */
  readonly forgotten: ReadonlyMap<string, number>
  /** How often each notice was given, by code. */
  readonly counts: Readonly<Record<string, number>>
  /** Undefined while no requests are counted. */
  readonly traffic: TrafficNow | undefined
}

/** Adds the collector's metrics to a registry. */
export function addCollectorMetrics(
  registry: Registry,
  current: () => CollectorNow,
  read: ReadCounts,
  waiting: readonly WaitingReports[],
): void {
  const m = COLLECTOR_METRICS
  const ofLogs = (metric: Metric, value: (log: SourceSnapshot) => number | undefined, combine = Math.max): void =>
    registry.add(metric, () => {
      const samples = current().sources.flatMap((log) => {
        const number = value(log)
        return number === undefined ? [] : [{ labels: [log.source, log.path], value: number }]
      })
      return bounded(samples, MOST_LOGS, metric.kind === 'counter' ? undefined : combine)
    })
  ofLogs(m.lines, ({ lines }) => lines)
  ofLogs(m.bytes, ({ source, path }) => read.bytes.get(`${source} ${path}`) ?? 0)
  ofLogs(m.ofInterest, ({ ofInterest }) => ofInterest)
  ofLogs(m.unrecognised, ({ unrecognised }) => unrecognised)
  ofLogs(m.sealed, ({ events }) => events)
  ofLogs(m.unread, unreadOf, (one, other) => one + other)
  ofLogs(m.lastEvent, ({ lastEvent }) => lastEvent && lastEvent / 1000)
  ofLogs(m.unavailable, ({ problem }) => Number(problem !== undefined))
  registry.add(m.events, () => [...read.events].map(([kind, value]) => ({ labels: [kind], value })))
  registry.add(m.ignored, () => current().ignored.map(({ name, events }) => ({ labels: [name], value: events })))
  registry.add(m.forgotten, () => [...current().forgotten].map(([rule, value]) => ({ labels: [rule], value })))
  registry.add(m.gaps, () => [{ labels: [], value: current().counts['log_gap'] ?? 0 }])
  registry.add(m.placesUnsaved, () => [{ labels: [], value: Number(current().arePlacesUnsaved) }])
  registry.add(m.mostBytes, () => [{ labels: [], value: current().mostBytes }])
  registry.add(m.held, () => [{ labels: [], value: Number(current().held !== undefined) }])
  addTrafficMetrics(registry, () => current().traffic)
  for (const { count } of waiting) registry.measure(count)
  registry.add(m.waiting, () => waiting.map(({ receiver, amount }) => ({ labels: [receiver], value: amount.waiting })))
  registry.add(m.waitingBytes, () =>
    waiting.map(({ receiver, amount }) => ({ labels: [receiver], value: amount.waitingBytes })),
  )
}

/** Unknown of what is no file, such as an inbox or a socket, and of what cannot be looked at. */
function unreadOf({ path, inode, offset = 0 }: SourceSnapshot): number | undefined {
  const stats = statsOf(path)
  if (stats?.isFile() !== true) return undefined
  const size = Number(stats.size)
  return String(stats.ino) === inode && offset <= size ? size - offset : size
}

function statsOf(path: string): BigIntStats | undefined {
  try {
    return statSync(path, { bigint: true })
  } catch (error) {
    if (!isOutside(error)) throw error
    return undefined
  }
}
