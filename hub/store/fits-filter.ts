import { containsText } from './ask/found-events.ts'
import type { EventFilter } from './event-filter.ts'
import type { KeptEvent } from './tables.ts'

/** What can be said of an event without asking the store again. */
export interface OwnFilter extends Omit<EventFilter, 'isAssessed' | 'isTakeoverStep' | 'before'> {
  /** A part of the mailbox, the address or another field, as `foundEvents` looks for it. */
  readonly text?: string
}

const SINGLE = ['agent', 'mailbox', 'ip', 'context'] as const
const LEFT_OUT = ['agent', 'kind', 'severity', 'mailbox', 'ip'] as const

/** Whether an event fits: the same as `fittingEvents` finds, for many who wait for the same events. */
export function fitsFilter(event: KeptEvent, filter: OwnFilter): boolean {
  const { kinds, severities, without, text } = filter
  return (
    SINGLE.every((column) => filter[column] === undefined || filter[column] === event[column]) &&
    kinds?.includes(event.kind) !== false &&
    severities?.includes(event.severity) !== false &&
    isWithin(event, filter) &&
    (text === undefined || containsText(event, text)) &&
    !LEFT_OUT.some((column) => without?.[column]?.some((value) => value === event[column]))
  )
}

function isWithin({ severity, time }: KeptEvent, { minSeverity = 0, from = 0, until = Infinity }: OwnFilter): boolean {
  return severity >= minSeverity && time >= from && time < until
}
