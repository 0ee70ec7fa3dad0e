import type { Hub } from '../../http/route.ts'
import { foundIncidents } from '../../store/ask/found-incidents.ts'
import { showIncident } from './incident-shape.ts'

/** How long an answer of the store counts, in milliseconds. */
const FRESH = 900

/** How many of those that changed last are looked at, and how many changes are remembered for slow clients. */
const [NEWEST, REMEMBERED] = [100, 200]

/** Tells who is behind: the list says more than what was missed. */
const MISSED = 'event: incidents_missed\ndata: {}\n\n'

/**
 * The incidents that are new or changed, as frames of server-sent events. All streams share one question to the store,
 * which is asked only while there are streams. It compares revisions, so it does not matter whose clock is ahead.
 */
export class IncidentChanges {
  #at = -Infinity
  #looking: Promise<void> = Promise.resolve()
  #revisions: ReadonlyMap<number, number> | undefined
  /** The last frames; the first of them is that number of all. */
  #frames: readonly string[] = []
  #first = 0

  /** The place after all that is known by now. Rejects with `StoreUnavailable`, as `after` does. */
  async place(hub: Pick<Hub, 'store' | 'clock'>): Promise<number> {
    await this.#looked(hub)
    return this.#first + this.#frames.length
  }

  /** The frames after a place, and the place after them. */
  async after(hub: Pick<Hub, 'store' | 'clock'>, place: number): Promise<{ frames: string; place: number }> {
    await this.#looked(hub)
    const frames = place < this.#first ? MISSED : this.#frames.slice(place - this.#first).join('')
    return { frames, place: this.#first + this.#frames.length }
  }

  #looked({ store, clock }: Pick<Hub, 'store' | 'clock'>): Promise<void> {
    const now = clock.now()
    if (now < this.#at || now >= this.#at + FRESH) {
      this.#at = now
      this.#looking = this.#look(store)
    }
    return this.#looking
  }

  async #look(store: Hub['store']): Promise<void> {
    const newest = await store.ask(foundIncidents, { order: 'updated', limit: NEWEST })
    const before = this.#revisions
    this.#revisions = new Map(newest.map(({ id, revision }) => [id, revision]))
    if (before === undefined) return
    const changed = newest.filter(({ id, revision }) => before.get(id) !== revision)
    // What moves up as others are erased is told again: that does no harm.
    const isAll = changed.length === NEWEST
    const frames = isAll
      ? [MISSED]
      : changed.toReversed().map((row) => `event: incident\ndata: ${JSON.stringify(showIncident(row))}\n\n`)
    const all = [...this.#frames, ...frames]
    const dropped = Math.max(0, all.length - REMEMBERED)
    this.#first += dropped
    this.#frames = all.slice(dropped)
  }
}
