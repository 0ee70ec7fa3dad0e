import { type Condition, fitsAny } from '../../lib/event/condition.ts'
import { type Entry, type Place, toEntry } from '../../lib/event/entry.ts'
import type { Event } from '../../lib/event/event.ts'
import { wantedBy } from '../../lib/event/wish.ts'
import type { Config } from '../config/config.ts'
import type { Recogniser, Recognised } from './recogniser.ts'

/** An event that will be sealed. */
export interface Selected {
  readonly event: Event
  readonly place: Place
  readonly id: string
}

/** What is selected by. */
export interface SelectionOptions extends Pick<Config, 'events'> {
  /** What each receiver wants; without any it is `events`. */
  readonly receivers?: readonly Pick<Config, 'events'>[]
  /** Events like these go to no receiver. */
  readonly ignore?: readonly Condition[]
}

/** Whether an event is sealed: some receiver wants it, and it is not ignored. */
export function selectionOf({ events, receivers = [], ignore = [] }: SelectionOptions): (event: Event) => boolean {
  const wishes = receivers.length === 0 ? [events] : receivers.map((receiver) => receiver.events)
  const wanted = wishes.map(wantedBy)
  const isIgnored = fitsAny(ignore)
  return (event) => wanted.some((isWanted) => isWanted(event)) && !isIgnored(event)
}

/** Selects among what is recognised; an event has the same id whatever else is selected. */
export function selecting(recogniser: Recogniser, isSelected: (event: Event) => boolean): Recogniser<Selected> {
  const select = (found: readonly Recognised[]): readonly Selected[] => {
    const selected: Selected[] = []
    for (const { event, place, id } of found) if (isSelected(event)) selected.push({ event, place, id: id() })
    return selected
  }
  return {
    ...recogniser,
    take: (line) => select(recogniser.take(line)),
    takeGap: (gap) => select(recogniser.takeGap(gap)),
  }
}

/** The entry that is sealed for an event of this host. */
export function sealed({ event, ...rest }: Selected, host: string): Entry {
  return toEntry(event, { ...rest, host })
}
