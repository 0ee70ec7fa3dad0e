import { VERSION } from '../../lib/command-line/version.ts'
import type { Metric, Sample } from '../../lib/samples/metric.ts'
import { Registry } from '../../lib/samples/registry.ts'
import { anonymousMemory } from '../../lib/system/processes/memory.ts'
import { processorSeconds } from '../../lib/system/processes/processor-time.ts'
import type { ForwardCounts, HubCounts } from './hub-counts.ts'

/** The metrics of a hub. */
export const HUB_METRICS = {
  build: {
    name: 'spoor_hub_build_info',
    kind: 'gauge',
    help: 'The version that runs; always 1.',
    labels: ['version'],
  },
  memory: {
    name: 'spoor_hub_memory_anonymous_bytes',
    kind: 'gauge',
    help: 'Memory that the process takes without its executable (RssAnon).',
    unit: 'bytes',
    labels: [],
  },
  start: {
    name: 'spoor_hub_start_timestamp_seconds',
    kind: 'gauge',
    help: 'When the process was started.',
    unit: 'seconds',
    labels: [],
  },
  processor: {
    name: 'spoor_hub_cpu_seconds_total',
    kind: 'counter',
    help: 'Processor time that the process took, since its start.',
    unit: 'seconds',
    labels: [],
  },
  requests: {
    name: 'spoor_hub_requests_total',
    kind: 'counter',
    help: 'Answers, by method, path of the route (`none` where there is no such path) and status.',
    labels: ['method', 'route', 'status'],
  },
  entries: {
    name: 'spoor_hub_entries_total',
    kind: 'counter',
    help: 'Entries of acknowledged reports: `kept`, `known` before, `stale` (older than what is kept), or in quarantine with the reason.',
    labels: ['result'],
  },
  totals: {
    name: 'spoor_hub_totals_periods_total',
    kind: 'counter',
    help: 'Periods of acknowledged totals: `kept`, `known` before or older than what is kept, or `refused`, as they are none.',
    labels: ['result'],
  },
  commits: {
    name: 'spoor_hub_commit_duration_seconds',
    kind: 'histogram',
    help: 'How long reports waited until they were durable, since the start.',
    unit: 'seconds',
    labels: [],
  },
  unavailable: {
    name: 'spoor_hub_store_unavailable_total',
    kind: 'counter',
    help: 'Requests that were answered 503, because the store was `full`, `busy`, `away` or `gone`.',
    labels: ['reason'],
  },
  collisions: {
    name: 'spoor_hub_store_collisions_total',
    kind: 'counter',
    help: 'Transactions that were run again, because they collided with those of another hub or loop; PostgreSQL alone.',
    labels: [],
  },
  waiting: {
    name: 'spoor_hub_waiting_bytes',
    kind: 'gauge',
    help: 'Bytes of the bodies that are being read or answered.',
    unit: 'bytes',
    labels: [],
  },
  judging: {
    name: 'spoor_hub_judging_behind_seconds',
    kind: 'gauge',
    help: 'How long the oldest report waits that is in no incident yet, whichever hub judges; up to 15 s are usual.',
    unit: 'seconds',
    labels: [],
  },
  clockDoubted: {
    name: 'spoor_hub_clock_doubted',
    kind: 'gauge',
    help: 'Whether the clock is more than 12 hours from what the store expects: 1 as long as it is not believed.',
    labels: [],
  },
  alertTries: {
    name: 'spoor_hub_alert_tries_total',
    kind: 'counter',
    help: 'Tries to send a message to a recipient, by channel: `delivered`, `failed` (and tried again), `refused`, `given_up`.',
    labels: ['channel', 'result'],
  },
  alertsWaiting: {
    name: 'spoor_hub_alerts_waiting',
    kind: 'gauge',
    help: 'Messages to recipients that wait to be sent; only the hub that sends them tells.',
    labels: [],
  },
  alertsOldest: {
    name: 'spoor_hub_alerts_oldest_seconds',
    kind: 'gauge',
    help: 'How long the oldest of them waits.',
    unit: 'seconds',
    labels: [],
  },
  forwarded: {
    name: 'spoor_hub_forwarded_messages_total',
    kind: 'counter',
    help: 'Messages that were sent to a server of syslog, those that were sent again counted again.',
    labels: ['target'],
  },
  forwardFailures: {
    name: 'spoor_hub_forward_failures_total',
    kind: 'counter',
    help: 'Connections to a server of syslog that failed or broke.',
    labels: ['target'],
  },
  forwardConnected: {
    name: 'spoor_hub_forward_connected',
    kind: 'gauge',
    help: 'Whether this hub is connected to a server of syslog: of several hubs one is.',
    labels: ['target'],
  },
} as const satisfies Record<string, Metric>

/** Milliseconds since the epoch. */
const STARTED_AT = Math.round(performance.timeOrigin)

/** What is read besides the counts. */
interface Readings {
  /** Bytes that wait. */
  readonly waiting: number
  /** How many seconds judging is behind, if the store can tell. */
  readonly behind: number | undefined
  readonly collisions: number | undefined
  readonly isClockDoubted: boolean
}

/** A registry of what a hub counts. */
export function hubRegistry(counts: HubCounts, { waiting, behind, collisions, isClockDoubted }: Readings): Registry {
  const registry = new Registry()
  registry.add(HUB_METRICS.build, () => [{ labels: [VERSION], value: 1 }])
  registry.add(HUB_METRICS.memory, () => [{ labels: [], value: anonymousMemory() }])
  registry.add(HUB_METRICS.start, () => valueOf(STARTED_AT / 1000))
  registry.add(HUB_METRICS.processor, () => valueOf(processorSeconds()))
  registry.add(HUB_METRICS.requests, () => samplesOf(counts.requests))
  registry.add(HUB_METRICS.entries, () => samplesOf(counts.entries))
  registry.add(HUB_METRICS.totals, () => samplesOf(counts.totals))
  registry.add(HUB_METRICS.commits, () => [{ labels: [], value: counts.commits.distribution }])
  registry.add(HUB_METRICS.unavailable, () => samplesOf(counts.unavailable))
  registry.add(HUB_METRICS.collisions, () => valueOf(collisions))
  registry.add(HUB_METRICS.waiting, () => [{ labels: [], value: waiting }])
  registry.add(HUB_METRICS.judging, () => valueOf(behind))
  registry.add(HUB_METRICS.clockDoubted, () => valueOf(Number(isClockDoubted)))
  registry.add(HUB_METRICS.alertTries, () => samplesOf(counts.tries))
  registry.add(HUB_METRICS.alertsWaiting, () => valueOf(counts.outbox?.waiting))
  registry.add(HUB_METRICS.alertsOldest, () => valueOf(counts.outbox?.oldest))
  const forwarding = (value: (one: ForwardCounts) => number) => (): readonly Sample[] =>
    [...counts.forwarding].map(([target, one]) => ({ labels: [target], value: value(one) }))
  registry.add(
    HUB_METRICS.forwarded,
    forwarding(({ sent }) => sent),
  )
  registry.add(
    HUB_METRICS.forwardFailures,
    forwarding(({ failures }) => failures),
  )
  registry.add(
    HUB_METRICS.forwardConnected,
    forwarding(({ isConnected }) => Number(isConnected)),
  )
  return registry
}

/** No sample where nothing is known. */
function valueOf(value: number | undefined): readonly Sample[] {
  return value === undefined ? [] : [{ labels: [], value }]
}

/** Labels are separated by blanks in the keys. */
function samplesOf(counts: ReadonlyMap<string, number>): readonly Sample[] {
  return [...counts].map(([key, value]) => ({ labels: key.split(' '), value }))
}
