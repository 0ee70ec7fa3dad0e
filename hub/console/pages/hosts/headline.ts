import { PAGE_WORDS } from '../../words/page-words.ts'
import type { HostHealth } from './host-health.ts'

/** One true sentence about all hosts. */
export function headline(counts: ReadonlyMap<HostHealth, number>, all: number): string {
  const { allWell, some, of } = PAGE_WORDS.hosts
  const parts = (['silent', 'down', 'degraded', 'never', 'untold'] as const).flatMap((health) => {
    const count = counts.get(health) ?? 0
    return count === 0 ? [] : [of[health](count)]
  })
  if (parts.length === 0) return allWell(all)
  const last = parts.pop() ?? ''
  const rest = parts.length === 0 ? last : `${parts.join(', ')} and ${last}`
  return some(counts.get('healthy') ?? 0, all, `${rest.charAt(0).toUpperCase()}${rest.slice(1)}.`)
}
