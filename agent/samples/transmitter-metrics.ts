import type { Histogram } from '../../lib/samples/histogram.ts'
import type { Metric, Sample } from '../../lib/samples/metric.ts'
import type { Registry } from '../../lib/samples/registry.ts'
import type { ApiState } from '../receivers/spoor-api/api-state.ts'
import type { Removed } from '../spool/upkeep/retention.ts'
import type { WaitingReports } from './waiting-reports.ts'

const RECEIVER = ['receiver']

/** The metrics of the transmitter. */
export const TRANSMITTER_METRICS = {
  accepted: {
    name: 'spoor_agent_reports_accepted_total',
    kind: 'counter',
    help: 'Reports that a receiver has taken; of an alert, messages or runs of its command.',
    labels: RECEIVER,
  },
  rejected: {
    name: 'spoor_agent_reports_rejected_total',
    kind: 'counter',
    help: 'Reports that a receiver refused for good; of an alert, messages or events.',
    labels: RECEIVER,
  },
  tries: {
    name: 'spoor_agent_delivery_tries_total',
    kind: 'counter',
    help: 'Tries to deliver a report, whatever became of them.',
    labels: RECEIVER,
  },
  duration: {
    name: 'spoor_agent_delivery_duration_seconds',
    kind: 'histogram',
    help: 'How long a request to a receiver took, since the start.',
    unit: 'seconds',
    labels: RECEIVER,
  },
  lastSuccess: {
    name: 'spoor_agent_delivery_last_success_timestamp_seconds',
    kind: 'gauge',
    help: 'When a receiver took a report last.',
    unit: 'seconds',
    labels: RECEIVER,
  },
  failing: {
    name: 'spoor_agent_delivery_failing',
    kind: 'gauge',
    help: 'Whether nothing can be delivered to a receiver.',
    labels: RECEIVER,
  },
  oldest: {
    name: 'spoor_agent_spool_oldest_report_timestamp_seconds',
    kind: 'gauge',
    help: 'When the oldest report that waits for a receiver was sealed; absent where none waits.',
    unit: 'seconds',
    labels: RECEIVER,
  },
  removed: {
    name: 'spoor_agent_reports_removed_total',
    kind: 'counter',
    help: 'Reports that were removed as old or too many, by what had become of them.',
    labels: ['state'],
  },
} as const satisfies Record<string, Metric>

/** The state of delivery to a receiver. */
export interface DeliveryNow {
  readonly name: string
  readonly state: Pick<ApiState, 'accepted' | 'rejected' | 'tries' | 'lastSuccess' | 'problem'>
  readonly durations: Histogram
}

/** Adds the transmitter's metrics to a registry. */
export function addTransmitterMetrics(
  registry: Registry,
  deliveries: readonly DeliveryNow[],
  removed: () => Removed | undefined,
  waiting: readonly WaitingReports[],
): void {
  const m = TRANSMITTER_METRICS
  const ofEach = (metric: Metric, valueOf: (delivery: DeliveryNow) => Sample['value'] | undefined): void =>
    registry.add(metric, () =>
      deliveries.flatMap((delivery) => {
        const value = valueOf(delivery)
        return value === undefined ? [] : [{ labels: [delivery.name], value }]
      }),
    )
  ofEach(m.accepted, ({ state }) => state.accepted)
  ofEach(m.rejected, ({ state }) => state.rejected)
  ofEach(m.tries, ({ state }) => state.tries)
  ofEach(m.duration, ({ durations }) => durations.distribution)
  ofEach(m.lastSuccess, ({ state: { lastSuccess } }) => lastSuccess && lastSuccess / 1000)
  ofEach(m.failing, ({ state }) => Number(state.problem !== undefined))
  for (const { count } of waiting) registry.measure(count)
  registry.add(m.oldest, () =>
    waiting.flatMap(({ receiver, amount: { oldest } }) =>
      oldest === undefined ? [] : [{ labels: [receiver], value: oldest / 1000 }],
    ),
  )
  registry.add(m.removed, () =>
    Object.entries(removed() ?? {}).map(([state, value]) => ({ labels: [state], value: Number(value) })),
  )
}
