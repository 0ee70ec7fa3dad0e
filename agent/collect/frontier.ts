import type { ClosableWaker } from '../../lib/system/watching/waker.ts'

/** A source that is read for longer than this, in milliseconds, holds up nobody any more: it may never catch up. */
const PATIENCE = 600_000

/** What tells the time: milliseconds since 1970-01-01T00:00:00Z, and on a clock that never steps. */
interface Clocks {
  readonly now: () => number
  readonly elapsed: () => number
}

/** One source. */
interface Reading {
  /** Since when it is read, on the clock that never steps; undefined while it waits for something new. */
  since: number | undefined
  /** When it had last been read to its end. */
  from: number
}

/**
 * Up to which moment everything that was written has been read. A source that waits for something new is read up to
 * now, as far as we have been told of changes; one that is being read was read to its end before, or never.
 */
export class Frontier {
  readonly #clocks: Clocks
  readonly #readings = new Set<Reading>()

  constructor(clocks: Clocks) {
    this.#clocks = clocks
  }

  /** Milliseconds since 1970-01-01T00:00:00Z; -Infinity while a source was never read to its end. */
  get time(): number {
    const { now, elapsed } = this.#clocks
    const behind = [...this.#readings].filter(({ since }) => since !== undefined && elapsed() - since <= PATIENCE)
    return Math.min(now(), ...behind.map(({ from }) => from))
  }

  /** The same waker for a source, which from now on is read until it waits for the first time. */
  watch(waker: ClosableWaker): ClosableWaker {
    const { now, elapsed } = this.#clocks
    const reading: Reading = { since: elapsed(), from: -Infinity }
    this.#readings.add(reading)
    return {
      wake: async (...how) => {
        reading.since = undefined
        reading.from = now()
        await waker.wake(...how)
        reading.since = elapsed()
      },
      hint: () => waker.hint(),
      close: () => {
        this.#readings.delete(reading)
        waker.close()
      },
    }
  }
}
