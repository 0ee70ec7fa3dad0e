import type { JSX } from 'preact'
import { Mark, type MarkName } from '../../parts/mark.tsx'
import { HOSTS_WORDS } from '../../words/hosts-words.ts'
import type { HostHealth } from './host-health.ts'

const MARKS: Readonly<Partial<Record<HostHealth, MarkName>>> = {
  silent: 'silent',
  down: 'blind',
  degraded: 'degraded',
  late: 'late',
  never: 'never',
  untold: 'unknown',
}

/** The mark of a host's health; what is well has none. */
export function markOfHealth(health: HostHealth): MarkName | undefined {
  return MARKS[health]
}

/** How a host is, as a mark and a word; what is well has neither mark nor colour. */
export function HealthWord({ health }: { readonly health: HostHealth }): JSX.Element {
  const mark = markOfHealth(health)
  return (
    <span class={`health ${health}`}>
      {mark === undefined ? null : <Mark name={mark} />}
      {HOSTS_WORDS.health[health]}
    </span>
  )
}
