import { digest } from '../../lib/event/digest.ts'
import type { Event } from '../../lib/event/event.ts'
import { type Totals, type TotalsKind, totalsId } from '../../lib/totals/totals.ts'
import type { Intake } from '../collect/intake.ts'
import type { WaitingNews } from '../spool/positions/saved-counters.ts'
import type { CountedNews } from './counter.ts'

/** The most events, and rows of totals, that one report gets; of totals at least one. */
const MOST = { events: 500, rows: 2048 }

/** What sealing news works with. */
export interface OutboxParts {
  /** The host name that ids are made with. */
  readonly identity: string
  readonly intake: Pick<Intake, 'take' | 'takeTotals' | 'wants'>
  /** Which totals any receiver gets; others are not sealed. */
  readonly wanted: ReadonlySet<TotalsKind>
  /** Whether something was sealed after the counters were saved. */
  readonly isSealed: (id: string) => boolean
}

/** What counters said, until it is sealed: each event and each totals once, whatever happens in between. */
export class NewsOutbox {
  readonly #parts: OutboxParts
  #events: WaitingNews['events'] = []
  #totals: readonly Totals[] = []

  /** `waiting` was saved, and perhaps sealed before the last run ended. */
  constructor(parts: OutboxParts, waiting: WaitingNews = { events: [], totals: [] }) {
    this.#parts = parts
    this.#add(waiting)
  }

  get isEmpty(): boolean {
    return this.#events.length + this.#totals.length === 0
  }

  /** Adds what a counter said. */
  add(counter: string, { events, totals }: CountedNews): void {
    const { identity } = this.#parts
    this.#add({
      events: events.map(({ event, name }) => ({ id: digest(identity, counter, name), event })),
      totals: totals.map((each) => ({ ...each, id: totalsId(identity, each) })),
    })
  }

  /** Seals all that waits, and forgets it; false if the program ended first. */
  async seal(): Promise<boolean> {
    while (this.#events.length > 0) {
      if (!(await this.#take(this.#events.slice(0, MOST.events)))) return false
      this.#events = this.#events.slice(MOST.events)
    }
    while (this.#totals.length > 0) {
      const portion = portionOf(this.#totals)
      if (!(await this.#parts.intake.takeTotals(portion))) return false
      this.#totals = this.#totals.slice(portion.length)
    }
    return true
  }

  toJSON(): WaitingNews {
    return { events: this.#events, totals: this.#totals }
  }

  #add({ events, totals }: WaitingNews): void {
    const { isSealed, wanted } = this.#parts
    this.#events = [...this.#events, ...events.filter(({ id }) => !isSealed(id))]
    this.#totals = [...this.#totals, ...totals.filter(({ kind, id }) => wanted.has(kind) && !isSealed(id))]
  }

  async #take(events: readonly { readonly id: string; readonly event: Event }[]): Promise<boolean> {
    const { intake } = this.#parts
    const items = events
      .filter(({ event }) => intake.wants(event))
      .map(({ id, event }) => ({ id, event, place: undefined }))
    return items.length === 0 || (await intake.take(items, []))
  }
}

/** As many of the first totals as one report gets. */
function portionOf(totals: readonly Totals[]): readonly Totals[] {
  let rows = 0
  const end = totals.findIndex((each) => (rows += each.rows.length) > MOST.rows)
  return end === -1 ? totals : totals.slice(0, Math.max(1, end))
}
