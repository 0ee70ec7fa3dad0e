import type { ShownEvent } from '../contract/event-contract.ts'
import type { Hub } from '../http/route.ts'
import { arrivedEvents } from '../store/ask/arrived-events.ts'
import type { EventFilter } from '../store/event-filter.ts'
import type { KeptEvent } from '../store/tables.ts'
import { showEvents } from './event-shape.ts'
import type { NewestArrival } from './newest-arrival.ts'

/** How many arrivals are read at once, and how many a client may have missed: the rest `events` tells. */
const [BATCH, MOST_BEHIND] = [20, 10_000]

interface ReaderParts {
  readonly newest: NewestArrival
  readonly filter: EventFilter
  readonly after: number
  /** What is told of an event. */
  readonly shape: (event: ShownEvent) => object
}

/** Reads new events in the order in which they came, as frames of a stream of server-sent events. */
export class ArrivalReader {
  readonly #hub: Pick<Hub, 'store' | 'clock'>
  readonly #newest: NewestArrival
  readonly #filter: EventFilter
  readonly #shape: (event: ShownEvent) => object
  #place: number

  /** It begins after this arrival. */
  constructor(hub: Pick<Hub, 'store' | 'clock'>, { newest, filter, after, shape }: ReaderParts) {
    this.#hub = hub
    this.#newest = newest
    this.#filter = filter
    this.#shape = shape
    this.#place = after
  }

  /** The number of the arrival up to which everything was read. */
  get place(): number {
    return this.#place
  }

  /**
   * The events of the next arrivals; empty if none of them fit, undefined if there are no arrivals yet. Rejects with
   * `StoreUnavailable`, and then goes on from the same place.
   */
  async next(): Promise<string | undefined> {
    const number = await this.#newest.number(this.#hub)
    const behind = number - this.#place
    if (behind <= 0) return undefined
    if (behind > MOST_BEHIND) {
      const [after, upTo] = [this.#place, number - MOST_BEHIND]
      this.#place = upTo
      return `event: missed\nid: ${upTo}\ndata: ${JSON.stringify({ after, up_to: upTo })}\n\n`
    }
    const upTo = Math.min(number, this.#place + BATCH)
    const events = await this.#hub.store.ask(arrivedEvents, { ...this.#filter, after: this.#place, upTo })
    const frames = await this.#frames(events)
    this.#place = upTo
    return frames
  }

  /** Only the last event of an arrival has its number, so that who reconnects gets the rest of it again. */
  async #frames(events: readonly KeptEvent[]): Promise<string> {
    const shown = (await showEvents(this.#hub, events)).map(this.#shape)
    const frames = events.map(({ arrival }, index) => {
      const id = events[index + 1]?.arrival === arrival ? '' : `id: ${arrival}\n`
      return `${id}data: ${JSON.stringify(shown[index])}\n\n`
    })
    return frames.join('')
  }
}
