import { hasLogs } from '../config/work.ts'
import { hasCpanel } from '../inbox/has-cpanel.ts'
import { USER, WATCH_USER } from '../program.ts'
import type { Role } from './role.ts'

/** What reads the logs. */
export const COLLECTOR = {
  name: 'collector',
  command: 'collect',
  summary: 'Follow the logs and seal what matters in the spool; the work of the collector.',
  title: 'spoor-collect',
  user: USER,
  rights: 'logs',
  checks: ['logs'],
  without: ['turbofan'],
  absence: 'the logs are not read',
  // What checks and cPanel's hooks leave in inboxes waits for nobody else.
  hasWork: ({ followers, streams = [], ...further }, root = '/') =>
    followers === undefined ||
    further.watch !== undefined ||
    hasLogs({ followers, streams, ...further }) ||
    hasCpanel(root),
  service: async () => (await import('./collector.ts')).collector,
  metrics: async () => (await import('../samples/collector-metrics.ts')).COLLECTOR_METRICS,
} as const satisfies Role

const TABLE = [
  COLLECTOR,
  {
    name: 'transmitter',
    command: 'transmit',
    summary: 'Send the reports that wait in the spool; the work of the transmitter.',
    title: 'spoor-transmit',
    user: USER,
    rights: 'network',
    checks: ['sending'],
    without: ['maglev', 'turbofan'],
    absence: 'reports wait in the spool',
    // What sends nothing still removes old reports.
    hasWork: () => true,
    service: async () => (await import('./transmitter.ts')).transmitter,
    metrics: async () => (await import('../samples/transmitter-metrics.ts')).TRANSMITTER_METRICS,
  },
  {
    name: 'watcher',
    command: 'watch',
    summary: 'Run the checks of services and of the host; the work of the watcher.',
    title: 'spoor-watch',
    user: WATCH_USER,
    apart: '-watch',
    rights: 'services',
    checks: ['services'],
    without: ['maglev', 'turbofan'],
    absence: 'services are not checked',
    hasWork: ({ watch }) => watch !== undefined,
    service: async () => (await import('./watcher.ts')).watcher,
    metrics: async () => (await import('../samples/check-metrics.ts')).CHECK_METRICS,
  },
] as const satisfies readonly Role[]

/** What a role is called. */
export type RoleName = (typeof TABLE)[number]['name']

/** Every role, in the order in which data passes them. Their code is loaded when they run, or are shown. */
export const ROLES: readonly (Role & { readonly name: RoleName })[] = TABLE

/** What a process with this command calls itself; Node 24 says `MainThread`. */
export function titleOf(command = ''): string {
  return ROLES.find((role) => role.command === command)?.title ?? 'spoor-agent'
}
