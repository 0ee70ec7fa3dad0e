import { HOSTS_WORDS } from '../../words/hosts-words.ts'
import type { HostHealth } from './host-health.ts'

/** One true sentence about all hosts, from how each is. Those that may not report are left out. */
export function hostsHeadline(healths: readonly HostHealth[]): string {
  const { allWell, some, of, nobody } = HOSTS_WORDS
  const countOf = (wanted: HostHealth): number => healths.filter((health) => health === wanted).length
  const parts = (['silent', 'down', 'degraded', 'late', 'never', 'untold'] as const).flatMap((health) => {
    const count = countOf(health)
    return count === 0 ? [] : [of[health](count)]
  })
  const all = healths.length - countOf('revoked')
  if (all === 0) return nobody
  if (parts.length === 0) return allWell(all)
  const last = parts.pop() ?? ''
  const rest = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
  return some(countOf('healthy'), all, `${rest.charAt(0).toUpperCase()}${rest.slice(1)}.`)
}
