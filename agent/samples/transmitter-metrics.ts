import type { Histogram } from '../../lib/samples/histogram.ts'
import type { Metric, Sample } from '../../lib/samples/metric.ts'
import type { Registry } from '../../lib/samples/registry.ts'
import type { TransmitterSnapshot } from '../snapshots/transmitter-snapshot.ts'
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
  problem: {
    name: 'spoor_agent_delivery_problem',
    kind: 'gauge',
    help: 'What keeps reports from a receiver, which is a label; always 1, absent while nothing does.',
    labels: ['receiver', 'problem'],
  },
  lastFailure: {
    name: 'spoor_agent_delivery_last_failure_timestamp_seconds',
    kind: 'gauge',
    help: 'When a try to deliver a report failed last, or a report was refused.',
    unit: 'seconds',
    labels: RECEIVER,
  },
  nextTry: {
    name: 'spoor_agent_delivery_next_try_timestamp_seconds',
    kind: 'gauge',
    help: 'When a report that failed is tried again; absent while none rests.',
    unit: 'seconds',
    labels: RECEIVER,
  },
  switchedOff: {
    name: 'spoor_agent_delivery_switched_off',
    kind: 'gauge',
    help: 'Always 1, for each receiver or alert that the configuration switches off.',
    labels: RECEIVER,
  },
  held: {
    name: 'spoor_agent_alert_held_events',
    kind: 'gauge',
    help: 'Events that an alert holds for its next message.',
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
  readonly state: TransmitterSnapshot['delivery']
  readonly durations: Histogram
}

/** Adds the transmitter's metrics to a registry. */
export function addTransmitterMetrics(
  registry: Registry,
  deliveries: readonly DeliveryNow[],
  current: () => { readonly removed?: Removed; readonly switchedOff: readonly string[] },
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
  ofEach(m.lastFailure, ({ state: { lastError } }) => lastError && lastError.at / 1000)
  ofEach(m.nextTry, ({ state: { nextTry } }) => nextTry && nextTry / 1000)
  ofEach(m.held, ({ state: { alert } }) => alert?.held)
  registry.add(m.problem, () =>
    deliveries.flatMap(({ name, state: { problem } }) =>
      problem === undefined ? [] : [{ labels: [name, problem], value: 1 }],
    ),
  )
  registry.add(m.switchedOff, () => current().switchedOff.map((name) => ({ labels: [name], value: 1 })))
  ofEach(m.failing, ({ state }) => Number(state.problem !== undefined))
  for (const { count } of waiting) registry.measure(count)
  registry.add(m.oldest, () =>
    waiting.flatMap(({ receiver, amount: { oldest } }) =>
      oldest === undefined ? [] : [{ labels: [receiver], value: oldest / 1000 }],
    ),
  )
  registry.add(m.removed, () =>
    Object.entries(current().removed ?? {}).map(([state, value]) => ({ labels: [state], value: Number(value) })),
  )
}
