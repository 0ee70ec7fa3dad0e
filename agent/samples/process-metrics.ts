import { VERSION } from '../../lib/command-line/version.ts'
import type { Metric } from '../../lib/samples/metric.ts'
import { Registry } from '../../lib/samples/registry.ts'
import { anonymousMemory } from '../../lib/system/processes/memory.ts'
import { processorSeconds } from '../../lib/system/processes/processor-time.ts'
import type { RoleSnapshot } from '../snapshots/snapshot.ts'

/** The metrics of every role's process. */
export const PROCESS_METRICS = {
  build: {
    name: 'spoor_agent_build_info',
    kind: 'gauge',
    help: 'The version that runs; always 1.',
    labels: ['role', 'version'],
  },
  start: {
    name: 'spoor_agent_start_timestamp_seconds',
    kind: 'gauge',
    help: 'When the work began, at a start or a reload.',
    unit: 'seconds',
    labels: ['role'],
  },
  memory: {
    name: 'spoor_agent_memory_anonymous_bytes',
    kind: 'gauge',
    help: 'Memory that the process takes without its executable (RssAnon).',
    unit: 'bytes',
    labels: ['role'],
  },
  processor: {
    name: 'spoor_agent_cpu_seconds_total',
    kind: 'counter',
    help: 'Processor time that the process took, since its start.',
    unit: 'seconds',
    labels: ['role'],
  },
  refused: {
    name: 'spoor_agent_config_refused',
    kind: 'gauge',
    help: 'Whether a changed configuration is wrong, so that the previous one is still used.',
    labels: ['role'],
  },
  notices: {
    name: 'spoor_agent_notices_total',
    kind: 'counter',
    help: 'Notices by their code, see notices.md.',
    labels: ['role', 'code'],
  },
} as const satisfies Record<string, Metric>

/** The state of any role to export. */
export type ProcessNow = Pick<RoleSnapshot, 'startedAt' | 'notices' | 'refused'>

/** A registry with the process metrics of a role; `current` returns its state. */
export function processRegistry(role: string, current: () => ProcessNow): Registry {
  const registry = new Registry()
  const { build, start, memory, processor, refused, notices } = PROCESS_METRICS
  registry.add(build, () => [{ labels: [role, VERSION], value: 1 }])
  registry.add(start, () => [{ labels: [role], value: current().startedAt / 1000 }])
  registry.add(memory, () => [{ labels: [role], value: anonymousMemory() }])
  registry.add(processor, () => [{ labels: [role], value: processorSeconds() }])
  registry.add(refused, () => [{ labels: [role], value: Number(current().refused !== undefined) }])
  registry.add(notices, () =>
    Object.entries(current().notices.counts).map(([code, value]) => ({ labels: [role, code], value })),
  )
  return registry
}
