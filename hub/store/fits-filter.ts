import type { EventFilter } from './event-filter.ts'
import { fitsSought, type Sought } from './sought.ts'
import type { KeptEvent } from './tables.ts'

/** What can be said of an event without asking the store again. */
export interface OwnFilter extends Omit<EventFilter, 'isAssessed' | 'isTakeoverStep' | 'before'> {
  readonly sought?: Sought
}

const SINGLE = ['agent', 'mailbox', 'ip', 'context'] as const
const LEFT_OUT = ['agent', 'kind', 'severity', 'mailbox', 'ip'] as const

/** Whether an event fits: the same as `fittingEvents` finds, for many who wait for the same events. */
export function fitsFilter(event: KeptEvent, filter: OwnFilter): boolean {
  const { kinds, severities, without, sought } = filter
  return (
    SINGLE.every((column) => filter[column] === undefined || filter[column] === event[column]) &&
    kinds?.includes(event.kind) !== false &&
    severities?.includes(event.severity) !== false &&
    isWithin(event, filter) &&
    (sought === undefined || fitsSought(event, sought)) &&
    !LEFT_OUT.some((column) => without?.[column]?.some((value) => value === event[column]))
  )
}

function isWithin({ severity, time }: KeptEvent, { minSeverity = 0, from = 0, until = Infinity }: OwnFilter): boolean {
  return severity >= minSeverity && time >= from && time < until
}
