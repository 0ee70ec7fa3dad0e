import type { ShownHostSight, ShownSourceSight } from '../../../contract/coverage-contract.ts'
import type { ShownHost } from '../../../contract/host-contract.ts'

/** How a host is, in one word. */
export type HostHealth = (typeof HEALTHS)[number]

/** The worst first; the last two need nobody. */
export const HEALTHS = ['silent', 'down', 'degraded', 'late', 'never', 'untold', 'healthy', 'revoked'] as const

/** How well a host is seen, with its sources. */
export type FleetSight = ShownHostSight & { readonly sources: readonly ShownSourceSight[] }

/** How a host is: the worst of how well the hub sees it and what its agent says. No sight: it may not report. */
export function healthOf(host: ShownHost, sight: FleetSight | undefined): HostHealth {
  if (sight === undefined) return 'revoked'
  if (lastWord(host) === undefined) return 'never'
  if (sight.silent) return 'silent'
  const isAllBlind = sight.word === 'blind' && sight.sources.every(({ word }) => word === 'blind')
  if (isAllBlind || host.health === 'down') return 'down'
  if (sight.word === 'blind' || sight.word === 'gap' || host.health === 'degraded') return 'degraded'
  if (sight.word === 'late') return 'late'
  return isUntold(host, sight) ? 'untold' : 'healthy'
}

function isUntold({ health }: ShownHost, { word }: FleetSight): boolean {
  return health === null || word === 'unknown'
}

/** Whether somebody should look at it. */
export function isIll(health: HostHealth): boolean {
  return health !== 'healthy' && health !== 'revoked'
}

/** When a host said its last word, in seconds; undefined if it never did. */
export function lastWord({ reported, status_at: status }: ShownHost): number | undefined {
  const last = Math.max(reported ?? 0, status ?? 0)
  return last === 0 ? undefined : last
}
