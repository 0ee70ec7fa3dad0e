import { type Event, reportedByDefault } from '../../lib/event/event.ts'
import type { Config, Selection } from '../config/config.ts'

/** Whether an event is one that any receiver is to get; without receivers, one that a receiver would get. */
export function wantedBy({ events, receivers }: Pick<Config, 'events' | 'receivers'>): (event: Event) => boolean {
  const selections = receivers.length === 0 ? [events] : receivers.map((receiver) => receiver.events)
  return (event) => selections.some((selection) => isSelected(event, selection))
}

function isSelected(event: Event, selection: Selection): boolean {
  return selection === 'spoor' ? reportedByDefault(event) : selection.includes(event.type)
}
