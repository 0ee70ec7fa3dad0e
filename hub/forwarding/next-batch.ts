import { kindsLike } from '../../lib/event/kind-pattern.ts'
import { showEvents } from '../api/event-shape.ts'
import { type ForwardTarget, INCIDENT_WORD } from '../config/forward-schema.ts'
import { arrivedEvents } from '../store/ask/arrived-events.ts'
import { changedIncidents } from '../store/ask/changed-incidents.ts'
import type { ForwardWish } from '../store/ask/missed-events.ts'
import { newestArrival } from '../store/ask/newest-arrival.ts'
import { kindNumber, severityNumber } from '../store/number-words.ts'
import type { Store } from '../store/store.ts'
import { eventMessage } from './event-message.ts'
import { incidentMessage } from './incident-message.ts'
import type { ForwardPlace } from './settled-places.ts'
import type { SyslogMessage } from './syslog-message.ts'

/** What is sent next, and the place after it. */
export interface ForwardBatch {
  readonly messages: readonly SyslogMessage[]
  readonly place: ForwardPlace
}

/** About how many events are read at a time, and arrivals at most: one can bring 4 MiB of events, most bring few. */
const [EVENTS, MOST_ARRIVALS] = [500, 256]

/** How many changes of incidents are read at a time. */
const CHANGES = 100

/** Reads what a target is to get, in the order in which it came. */
export class BatchReader {
  readonly #store: Store
  readonly #target: ForwardTarget
  #arrivals = 1

  constructor(store: Store, target: ForwardTarget) {
    this.#store = store
    this.#target = target
  }

  /** What follows a place; undefined if nothing does. Rejects with `StoreUnavailable`. */
  async after(place: ForwardPlace): Promise<ForwardBatch | undefined> {
    return (await this.#events(place)) ?? (await this.#incidents(place))
  }

  async #events(place: ForwardPlace): Promise<ForwardBatch | undefined> {
    const newest = await this.#store.ask(newestArrival, null)
    if (newest <= place.arrival) return undefined
    const upTo = Math.min(newest, place.arrival + this.#arrivals)
    const { name: _, ...filter } = wishOf(this.#target)
    const isNone = filter.kinds?.length === 0
    const events = isNone ? [] : await this.#store.ask(arrivedEvents, { ...filter, after: place.arrival, upTo })
    this.#arrivals =
      events.length < EVENTS ? Math.min(this.#arrivals * 2, MOST_ARRIVALS) : Math.ceil(this.#arrivals / 2)
    const shown = await showEvents({ store: this.#store }, events)
    return {
      messages: shown.map((event) => eventMessage(event, this.#target.format)),
      place: { ...place, arrival: upTo },
    }
  }

  async #incidents(place: ForwardPlace): Promise<ForwardBatch | undefined> {
    const { kinds, severity, format } = this.#target
    if (kinds !== undefined && !kinds.includes(INCIDENT_WORD)) return undefined
    const { changed, last } = await this.#store.ask(changedIncidents, {
      after: place.incidentChange,
      minSeverity: severityNumber(severity),
      limit: CHANGES,
    })
    if (last === place.incidentChange) return undefined
    return {
      messages: changed.map((each) => incidentMessage(each, format)),
      place: { ...place, incidentChange: last },
    }
  }
}

/** Which events a target is to get; an empty list of kinds is none. */
export function wishOf({ name, severity, kinds }: ForwardTarget): ForwardWish {
  const minSeverity = severityNumber(severity)
  if (kinds === undefined) return { name, minSeverity }
  return { name, minSeverity, kinds: [...new Set(kinds.flatMap(kindsLike))].map(kindNumber) }
}
