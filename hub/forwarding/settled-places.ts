/** How far forwarding is: the last arrival, and the last change of an incident, that was sent. */
export interface ForwardPlace {
  readonly arrival: number
  readonly incidentChange: number
}

/**
 * For how long a connection has to live on, in milliseconds, before what went into it counts as received. Syslog
 * acknowledges nothing, and a server that goes away takes with it what was on the way.
 */
export const SETTLING = 60_000

/** Places that were sent, until they count. Times in milliseconds. */
export class SettledPlaces {
  #settled: ForwardPlace
  #sent: { readonly place: ForwardPlace; readonly at: number }[] = []

  constructor(settled: ForwardPlace) {
    this.#settled = settled
  }

  /** All up to here was sent now. Within a second only the last place is remembered. */
  sent(place: ForwardPlace, at: number): void {
    const [before, last] = this.#sent.slice(-2)
    if (before !== undefined && last !== undefined && at - before.at < 1000) this.#sent.pop()
    this.#sent.push({ place, at })
  }

  /** All up to here counts as received at this time. */
  at(now: number): ForwardPlace {
    const waiting = this.#sent.findIndex(({ at }) => now - at < SETTLING)
    const settled = waiting === -1 ? this.#sent : this.#sent.slice(0, waiting)
    this.#sent = waiting === -1 ? [] : this.#sent.slice(waiting)
    this.#settled = settled.at(-1)?.place ?? this.#settled
    return this.#settled
  }

  /** The server said that it has read everything. */
  all(): ForwardPlace {
    return this.at(Infinity)
  }
}
