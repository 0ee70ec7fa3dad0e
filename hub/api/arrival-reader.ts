import type { Hub } from '../http/route.ts'
import { assessmentsOf } from '../store/ask/assessments-of.ts'
import { fitsFilter, type OwnFilter } from '../store/fits-filter.ts'
import type { ArrivalPage, ArrivalPages, StreamPlace, ArrivedEvent, EventTextShape } from './arrival-pages.ts'
import { piecesOf } from './frame-pieces.ts'
import type { NewestArrival } from './newest-arrival.ts'

/** How many arrivals a client may have missed: the rest `events` tells. */
const MOST_BEHIND = 10_000

/** For so many different wishes what is sent of a page is kept, for others who wish the same. */
const MOST_WISHES = 16

interface ReaderParts {
  readonly newest: NewestArrival
  readonly pages: ArrivalPages
  readonly filter: OwnFilter & { readonly isAssessed?: boolean }
  readonly after: number
  /** What `SHAPES` calls the shape of an event. */
  readonly format: string
  readonly shape: EventTextShape
}

/** Reads new events in the order in which they came, as frames of a stream of server-sent events. */
export class ArrivalReader {
  readonly #hub: Pick<Hub, 'store' | 'clock'>
  readonly #parts: ReaderParts
  /** What is wanted, as text; undefined if that changes without an arrival. */
  readonly #wish: string | undefined
  #place: StreamPlace

  /** It begins after this arrival. */
  constructor(hub: Pick<Hub, 'store' | 'clock'>, parts: ReaderParts) {
    this.#hub = hub
    this.#parts = parts
    const { filter, format, after } = parts
    this.#wish = filter.isAssessed === undefined ? JSON.stringify([format, filter]) : undefined
    this.#place = { arrival: after }
  }

  /** The number of the arrival up to which everything was read. */
  get place(): number {
    return this.#place.arrival
  }

  /**
   * The next events, a frame each, in pieces; none if no event fits, undefined if there are no arrivals yet. Rejects
   * with `StoreUnavailable`, and then goes on from the same place.
   */
  async next(): Promise<readonly Buffer[] | undefined> {
    const number = await this.#parts.newest.number(this.#hub)
    const behind = number - this.place
    if (behind <= 0) return undefined
    if (behind > MOST_BEHIND) {
      const [after, upTo] = [this.place, number - MOST_BEHIND]
      this.#place = { arrival: upTo }
      return piecesOf([`event: missed\nid: ${upTo}\ndata: ${JSON.stringify({ after, up_to: upTo })}\n\n`])
    }
    const page = await this.#parts.pages.after(this.#hub, this.#place, number)
    const pieces = await this.#piecesOf(page)
    this.#place = page.end
    return pieces
  }

  /** Made once for all who want the same: a hundred copies of the same text cost a hundred times its memory. */
  #piecesOf(page: ArrivalPage): Promise<readonly Buffer[]> {
    const { pieces } = page
    const known = this.#wish === undefined ? undefined : pieces.get(this.#wish)
    if (known !== undefined) return known
    const made = this.#made(page)
    if (this.#wish !== undefined && pieces.size < MOST_WISHES) pieces.set(this.#wish, made)
    return made
  }

  async #made({ events, end }: ArrivalPage): Promise<readonly Buffer[]> {
    return piecesOf(this.#frames(await this.#fitting(events), end))
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
