import type { Event } from '../../lib/event/event.ts'
import type { Rule } from '../../lib/rules/rule.ts'
import { Rules } from '../../lib/rules/rules.ts'

/** What rules say of some events until the end of time; the events' ids are `id-0`, `id-1` and so on. */
export function concluded(rules: readonly Rule[], events: readonly Event[]): readonly Event[] {
  const running = new Rules(rules, { identity: 'host.example.com', settle: 0 })
  for (const [index, event] of events.entries()) running.hear({ event, id: `id-${index}` })
  return running.tick(Infinity).map(({ event }) => event)
}
