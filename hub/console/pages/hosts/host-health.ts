import type { ShownHost } from '../../../contract/host-contract.ts'

/** How a host is, in one word. */
export type HostHealth = 'silent' | 'down' | 'degraded' | 'never' | 'untold' | 'healthy'

/** An agent says a word each minute; after so many seconds without one it is silent. */
const SILENT_AFTER = 15 * 60

/** The worst first. */
export const HEALTHS: readonly HostHealth[] = ['silent', 'down', 'degraded', 'never', 'untold', 'healthy']

/**
 * How a host is at a time, in seconds, from its last word and what it said. The hub's own coverage will say it better:
 * then this reads that.
 */
export function healthOf(host: ShownHost, now: number): HostHealth {
  const last = lastWord(host)
  if (last === undefined) return 'never'
  if (now - last > SILENT_AFTER) return 'silent'
  if (host.health === null) return 'untold'
  return host.health === 'down' || host.health === 'degraded' ? host.health : 'healthy'
}

/** When a host said its last word, in seconds; undefined if it never did. */
export function lastWord({ reported, status_at: status }: ShownHost): number | undefined {
  const last = Math.max(reported ?? 0, status ?? 0)
  return last === 0 ? undefined : last
}

/** How many hosts are how, the worst first. */
export function countHealths(hosts: readonly ShownHost[], now: number): ReadonlyMap<HostHealth, number> {
  const counts = Map.groupBy(hosts, (host) => healthOf(host, now))
  return new Map(HEALTHS.map((health) => [health, counts.get(health)?.length ?? 0]))
}
