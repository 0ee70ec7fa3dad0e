import type { EventFilter } from './event-filter.ts'
import type { KeptEvent } from './tables.ts'

/** What can be said of an event without asking the store again. */
export type OwnFilter = Omit<EventFilter, 'isAssessed' | 'before'>

/** Whether an event fits: the same as `fittingEvents` finds, for many who wait for the same events. */
export function fitsFilter(event: KeptEvent, filter: OwnFilter): boolean {
  const { agent, mailbox, ip, context, kinds, severities, minSeverity = 0, from = 0, until = Infinity } = filter
  return (
    isOne(agent, event.agent) &&
    isOne(mailbox, event.mailbox) &&
    isOne(ip, event.ip) &&
    isOne(context, event.context) &&
    kinds?.includes(event.kind) !== false &&
    severities?.includes(event.severity) !== false &&
    event.severity >= minSeverity &&
    event.time >= from &&
    event.time < until &&
    !isLeftOut(event, filter)
  )
}

function isOne<T>(wanted: T | undefined, value: T | null): boolean {
  return wanted === undefined || wanted === value
}

function isLeftOut(event: KeptEvent, { without = {} }: OwnFilter): boolean {
  const { agent = [], kind = [], severity = [], mailbox = [], ip = [] } = without
  return (
    agent.includes(event.agent) ||
    kind.includes(event.kind) ||
    severity.includes(event.severity) ||
    (event.mailbox !== null && mailbox.includes(event.mailbox)) ||
    (event.ip !== null && ip.includes(event.ip))
  )
}
