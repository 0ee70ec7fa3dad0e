import type { Metric } from '../../lib/samples/metric.ts'
import type { Registry } from '../../lib/samples/registry.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { recentRestarts } from '../restarts/restart-limits.ts'
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
  since: {
    name: 'spoor_agent_check_state_since_timestamp_seconds',
    kind: 'gauge',
    help: 'Since when a check is in its state.',
    unit: 'seconds',
    labels: ['check'],
  },
  restarts: {
    name: 'spoor_agent_check_recent_restarts',
    kind: 'gauge',
    help: 'How often the service of a check was restarted within the last hour; absent where none was.',
    labels: ['check'],
  },
  givenUp: {
    name: 'spoor_agent_check_restarts_given_up',
    kind: 'gauge',
    help: 'Whether restarts of the service of a check did not help and are given up; absent where none was tried.',
    labels: ['check'],
  },
  offline: {
    name: 'spoor_agent_network_unavailable',
    kind: 'gauge',
    help: 'Whether the host has no network, as far as its references show.',
    labels: [],
  },
  value: {
    name: 'spoor_agent_check_value',
    kind: 'gauge',
    help: 'A number that the last run measured: its name, and what it is of.',
    labels: ['check', 'name', 'of'],
  },
} as const satisfies Record<string, Metric>

/** The state of the watcher to export. */
export interface ChecksNow {
  readonly checks: readonly ShownCheck[]
  /** Since when there is no network, in milliseconds since the epoch. */
  readonly network?: number | undefined
}

/** Adds the metrics of checks to a registry. */
export function addCheckMetrics(registry: Registry, now: () => ChecksNow): void {
  const m = CHECK_METRICS
  const current = (): readonly ShownCheck[] => now().checks
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
  registry.add(m.since, () => current().map(({ name, since }) => ({ labels: [name], value: since / 1000 })))
  addRestarts(registry, current)
  registry.add(m.offline, () => [{ labels: [], value: Number(now().network !== undefined) }])
  registry.add(m.value, () =>
    current().flatMap(({ name, last }) =>
      (last?.gauges ?? [])
        .slice(0, MOST_GAUGES)
        .map((gauge) => ({ labels: [name, gauge.name, ofWords(gauge.of)], value: gauge.value })),
    ),
  )
}

function addRestarts(registry: Registry, current: () => readonly ShownCheck[]): void {
  const ofEach = (metric: Metric, read: (recent: ReturnType<typeof recentRestarts>) => number): void =>
    registry.add(metric, () =>
      current().flatMap(({ name, restarts }) =>
        restarts === undefined ? [] : [{ labels: [name], value: read(recentRestarts(restarts, systemClock.now())) }],
      ),
    )
  ofEach(CHECK_METRICS.restarts, ({ times }) => times)
  ofEach(CHECK_METRICS.givenUp, ({ isGivenUp }) => Number(isGivenUp))
}

const UP: { readonly [S in ShownCheck['state']]?: 0 | 1 } = { up: 1, late: 1, warning: 1, down: 0, flapping: 0 }

/** What a number is of: `mount=/home`. */
function ofWords(of: Readonly<Record<string, string>> = {}): string {
  return Object.entries(of)
    .map(([key, value]) => `${key}=${value}`)
    .join(',')
}
