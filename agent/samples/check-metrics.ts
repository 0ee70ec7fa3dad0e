import type { Metric } from '../../lib/samples/metric.ts'
import type { Registry } from '../../lib/samples/registry.ts'
import type { ShownCheck } from '../snapshots/watcher-snapshot.ts'

/** Further numbers of one check; a probe that measures more is cut. */
const MOST_GAUGES = 100

/** The metrics of checks. */
export const CHECK_METRICS = {
  up: {
    name: 'spoor_agent_check_up',
    kind: 'gauge',
    help: 'Whether what is checked does its work: 1 if it is up, late or warns, 0 if it is down or flaps; absent while it is not known.',
    labels: ['check', 'type'],
  },
  state: {
    name: 'spoor_agent_check_state',
    kind: 'gauge',
    help: 'The state of a check, which is a label; always 1.',
    labels: ['check', 'state'],
  },
  duration: {
    name: 'spoor_agent_check_duration_seconds',
    kind: 'gauge',
    help: 'How long the last run took.',
    unit: 'seconds',
    labels: ['check'],
  },
  lastRun: {
    name: 'spoor_agent_check_last_run_timestamp_seconds',
    kind: 'gauge',
    help: 'When the last run began.',
    unit: 'seconds',
    labels: ['check'],
  },
  certificate: {
    name: 'spoor_agent_check_certificate_not_after_timestamp_seconds',
    kind: 'gauge',
    help: 'When the certificate ends that the last run saw.',
    unit: 'seconds',
    labels: ['check'],
  },
  value: {
    name: 'spoor_agent_check_value',
    kind: 'gauge',
    help: 'A number that the last run measured: its name, and what it is of.',
    labels: ['check', 'name', 'of'],
  },
} as const satisfies Record<string, Metric>

/** Adds the metrics of checks to a registry. */
export function addCheckMetrics(registry: Registry, current: () => readonly ShownCheck[]): void {
  const m = CHECK_METRICS
  const ofRuns = (
    read: (last: NonNullable<ShownCheck['last']>) => number | undefined,
  ): readonly { readonly labels: readonly string[]; readonly value: number }[] =>
    current().flatMap(({ name, last }) => {
      const value = last && read(last)
      return value === undefined ? [] : [{ labels: [name], value }]
    })
  registry.add(m.up, () =>
    current().flatMap(({ name, type, state }) => {
      const value = UP[state]
      return value === undefined ? [] : [{ labels: [name, type], value }]
    }),
  )
  registry.add(m.state, () => current().map(({ name, state }) => ({ labels: [name, state], value: 1 })))
  registry.add(m.duration, () => ofRuns(({ took }) => took / 1000))
  registry.add(m.lastRun, () => ofRuns(({ at }) => at / 1000))
  registry.add(m.certificate, () => ofRuns(({ certificate }) => certificate && certificate / 1000))
  registry.add(m.value, () =>
    current().flatMap(({ name, last }) =>
      (last?.gauges ?? [])
        .slice(0, MOST_GAUGES)
        .map((gauge) => ({ labels: [name, gauge.name, ofWords(gauge.of)], value: gauge.value })),
    ),
  )
}

const UP: { readonly [S in ShownCheck['state']]?: 0 | 1 } = { up: 1, late: 1, warning: 1, down: 0, flapping: 0 }

/** What a number is of: `mount=/home`. */
function ofWords(of: Readonly<Record<string, string>> = {}): string {
  return Object.entries(of)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}
