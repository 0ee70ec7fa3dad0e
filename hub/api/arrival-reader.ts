import type { Hub } from '../http/route.ts'
import { assessmentsOf } from '../store/ask/assessments-of.ts'
import { fitsFilter, type OwnFilter } from '../store/fits-filter.ts'
import type { ArrivalPages, StreamPlace, ArrivedEvent, EventTextShape } from './arrival-pages.ts'
import type { NewestArrival } from './newest-arrival.ts'

/** How many arrivals a client may have missed: the rest `events` tells. */
const MOST_BEHIND = 10_000

interface ReaderParts {
  readonly newest: NewestArrival
  readonly pages: ArrivalPages
  readonly filter: OwnFilter & { readonly isAssessed?: boolean }
  readonly after: number
  readonly shape: EventTextShape
}

/** Reads new events in the order in which they came, as frames of a stream of server-sent events. */
export class ArrivalReader {
  readonly #hub: Pick<Hub, 'store' | 'clock'>
  readonly #parts: ReaderParts
  #place: StreamPlace

  /** It begins after this arrival. */
  constructor(hub: Pick<Hub, 'store' | 'clock'>, parts: ReaderParts) {
    this.#hub = hub
    this.#parts = parts
    this.#place = { arrival: parts.after }
  }

  /** The number of the arrival up to which everything was read. */
  get place(): number {
    return this.#place.arrival
  }

  /**
   * The next events, a frame each; none if none of them fit, undefined if there are no arrivals yet. Rejects with
   * `StoreUnavailable`, and then goes on from the same place.
   */
  async next(): Promise<readonly string[] | undefined> {
    const number = await this.#parts.newest.number(this.#hub)
    const behind = number - this.place
    if (behind <= 0) return undefined
    if (behind > MOST_BEHIND) {
      const [after, upTo] = [this.place, number - MOST_BEHIND]
      this.#place = { arrival: upTo }
      return [`event: missed\nid: ${upTo}\ndata: ${JSON.stringify({ after, up_to: upTo })}\n\n`]
    }
    const { events, end } = await this.#parts.pages.after(this.#hub, this.#place, number)
    const frames = this.#frames(await this.#fitting(events), end)
    this.#place = end
    return frames
  }

  async #fitting(events: readonly ArrivedEvent[]): Promise<readonly ArrivedEvent[]> {
    const { isAssessed, ...filter } = this.#parts.filter
    const fitting = events.filter(({ event }) => fitsFilter(event, filter))
    if (isAssessed === undefined || fitting.length === 0) return fitting
    const places = fitting.map(({ event: { time, id } }) => ({ time, id }))
    const assessed = new Set((await this.#hub.store.ask(assessmentsOf, places)).map((row) => row.event_id))
    return fitting.filter(({ event }) => assessed.has(event.id) === isAssessed)
  }

  /** Only the last event of an arrival has its number, so that who reconnects gets the rest of it again. */
  #frames(events: readonly ArrivedEvent[], { arrival: whole }: StreamPlace): readonly string[] {
    return events.map(({ event: { arrival }, textAs }, index) => {
      const isLast = arrival <= whole && events[index + 1]?.event.arrival !== arrival
      return `${isLast ? `id: ${arrival}\n` : ''}data: ${textAs(this.#parts.shape)}\n\n`
    })
  }
}
