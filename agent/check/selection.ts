import { kindsIn } from '../../lib/event/wish.ts'
import type { Config } from '../config/config.ts'
import type { Finding } from './finding.ts'

/** What the configuration says of events that can hardly be meant. */
export function selectionFindings({ receivers }: Pick<Config, 'receivers'>): readonly Finding[] {
  const empty = receivers.filter((receiver) => kindsIn(receiver).length === 0)
  return empty.map(({ option }) => ({
    check: 'events',
    state: 'warning',
    text: `${option} gets no event: none of its events has such a context and a severity of at least min_severity.`,
  }))
}
