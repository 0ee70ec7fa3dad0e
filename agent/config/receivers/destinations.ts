import type { Wish } from '../../../lib/event/wish.ts'
import type { Config } from '../config.ts'
import type { Destination } from '../destination.ts'

/**
 * The names of the receivers other than the API, and of the alerts: each has a cursor in the sequence, whether it is
 * enabled or not.
 */
export function furtherReceivers(config: Partial<Pick<Config, 'receivers' | 'alerts'>>): readonly string[] {
  return destinationsOf(config)
    .filter(({ option }) => option !== 'transmission')
    .map(({ name }) => name)
}

/** All receivers and alerts; none that a configuration that cannot be read might name. */
export function destinationsOf({
  receivers = [],
  alerts = [],
}: Partial<Pick<Config, 'receivers' | 'alerts'>>): readonly Destination[] {
  return [...receivers, ...alerts]
}

/** Who wants which events. */
export interface Wishes extends Wish {
  readonly receivers?: readonly Wish[]
  readonly alerts?: readonly Wish[]
}

/** All wishes for events: of alerts, and of receivers; the configuration's own where no receiver gets events. */
export function wishesOf({ receivers = [], alerts = [], ...wish }: Wishes): readonly Wish[] {
  const asked = receivers.filter(getsEvents)
  return [...(asked.length === 0 ? [wish] : asked), ...alerts]
}

/** Whether events go there at all: receivers of totals name none. */
export function getsEvents({ events }: Pick<Wish, 'events'>): boolean {
  return events.length > 0
}
