import type { ShownEvent } from '../contract/event-contract.ts'
import type { Hub } from '../http/route.ts'
import { arrivedEvents } from '../store/ask/arrived-events.ts'
import type { EventPlace } from '../store/event-filter.ts'
import type { KeptEvent } from '../store/tables.ts'
import { showEvents } from './event-shape.ts'

/** How many events are read at once, how many pages are kept for others, and for how long, in milliseconds. */
const [LENGTH, MOST_PAGES, FRESH] = [200, 8, 5000]

/** Up to where the events were read, in the order in which they came. */
export interface StreamPlace {
  /** The last arrival that was read whole. */
  readonly arrival: number
  /** The last event that was read of the next one. */
  readonly behind?: EventPlace
}

/** An event that came, for all who wait for it: made into text once. */
export interface ArrivedEvent {
  readonly event: KeptEvent
  readonly textAs: (shape: EventTextShape) => string
}

/** What is told of an event. */
export type EventTextShape = (event: ShownEvent) => object

/** Events that came after a place, and up to where they are all. */
export interface ArrivalPage {
  readonly events: readonly ArrivedEvent[]
  readonly end: StreamPlace
  /** What is sent of them to all who want the same, by what they want. */
  readonly pieces: Map<string, Promise<readonly Buffer[]>>
}

/** Reads what arrives once for all streams, whatever they filter for: the store is not asked for each of them. */
export class ArrivalPages {
  /** By the place that they begin after, the oldest first. */
  readonly #pages = new Map<string, { readonly at: number; readonly page: Promise<ArrivalPage> }>()

  /** The events after a place, up to the arrival with this number or less far. Rejects with `StoreUnavailable`. */
  async after(hub: Pick<Hub, 'store' | 'clock'>, place: StreamPlace, upTo: number): Promise<ArrivalPage> {
    const now = hub.clock.now()
    for (const [key, { at }] of this.#pages)
      if (Math.abs(now - at) >= FRESH || this.#pages.size > MOST_PAGES) this.#pages.delete(key)
    const key = JSON.stringify(place)
    const known = this.#pages.get(key)
    if (known !== undefined) return known.page
    const page = readPage(hub, place, upTo)
    this.#pages.set(key, { at: now, page })
    page.catch(() => this.#pages.delete(key))
    return page
  }
}

async function readPage(hub: Pick<Hub, 'store'>, place: StreamPlace, upTo: number): Promise<ArrivalPage> {
  const { arrival: after, behind } = place
  const span = { after, upTo, limit: LENGTH + 1, ...(behind === undefined ? {} : { behind }) }
  const found = await hub.store.ask(arrivedEvents, span)
  const events = found.slice(0, LENGTH)
  const shown = await showEvents(hub, events)
  return {
    events: events.map((event, index) => ({ event, textAs: textOnce(shown[index]) })),
    end: endOf(events, found[LENGTH], upTo),
    pieces: new Map(),
  }
}

function endOf(events: readonly KeptEvent[], next: KeptEvent | undefined, upTo: number): StreamPlace {
  const last = events.at(-1)
  if (next === undefined || last === undefined) return { arrival: upTo }
  if (next.arrival > last.arrival) return { arrival: next.arrival - 1 }
  return { arrival: last.arrival - 1, behind: { time: last.time, id: last.id } }
}

function textOnce(event: ShownEvent | undefined): ArrivedEvent['textAs'] {
  const texts = new Map<EventTextShape, string>()
  return (shape) => {
    const text = texts.get(shape) ?? JSON.stringify(event === undefined ? null : shape(event))
    texts.set(shape, text)
    return text
  }
}
