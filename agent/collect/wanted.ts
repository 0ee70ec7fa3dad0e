import { type Event, reportedByDefault } from '../../lib/event/event.ts'
import type { Config } from '../config/config.ts'

/** Whether an event is one that the configuration reports. */
export function wantedBy({ events }: Pick<Config, 'events'>): (event: Event) => boolean {
  return events === 'spoor' ? reportedByDefault : ({ type }) => events.includes(type)
}
