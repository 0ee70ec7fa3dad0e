import { elapsed } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { type NextArrivals, inOrder, type WantedArrivals } from './arrivals-in-order.ts'
import type { Arrival, Kept } from './store.ts'
import type { KeptEvent, NewEvent } from './tables.ts'

/** How many events are remembered: some megabytes. */
const MOST = 10_000

/** So many that come must be asked for at once, or they would have to be read back. */
const MANY = MOST / 4

/** For how long, in milliseconds: whoever keeps pace comes each second, and what was erased since must not be told. */
const LONGEST = 3000

/** One commit of this hub, with its events as they are stored. */
interface Commit {
  readonly number: number
  /** When, by `elapsed`. */
  readonly at: number
  readonly events: readonly KeptEvent[]
}

/**
 * What this hub committed last, so that whoever follows what arrives need not read it back from the store. It answers
 * only if it knows every commit that is asked for: other hubs have commits of their own, and it forgets all that nobody
 * came for in time.
 */
export class RecentArrivals {
  readonly #elapsed: () => number
  /** Without a gap in their numbers. */
  #commits: readonly Commit[] = []
  #count = 0
  /** How many came since somebody began to wait for many. */
  #came = 0
  #onMany: () => void = () => undefined

  /** `now`: milliseconds by a clock that never steps. */
  constructor(now: () => number = elapsed) {
    this.#elapsed = now
  }

  /** Some arrivals were committed together. */
  committed(arrivals: readonly Arrival[], kept: readonly Kept[]): void {
    const [{ arrival: number, isAltered } = { arrival: 0, isAltered: true }] = kept
    const events = arrivals.flatMap((arrival, index) => arrival.events.filter((_, at) => kept[index]?.isNew[at]))
    this.#came += events.length
    if (this.#came >= MANY) this.#onMany()
    const isNext = number === (this.#commits.at(-1)?.number ?? number - 1) + 1
    if (!isNext || this.#count + events.length > MOST) this.#forget()
    if (isAltered === true || events.length > MOST) {
      this.#forget()
      return
    }
    const own = inOrder(events.map((event) => withNumber(event, number)))
    this.#commits = [...this.#commits, { number, at: this.#elapsed(), events: own }]
    this.#count += events.length
  }

  /** As the question `nextArrivals` answers it; undefined if the store has to. Forgets what came before. */
  next({ after, kinds, enough }: WantedArrivals): NextArrivals | undefined {
    const [first, newest] = [this.#commits[0], this.#commits.at(-1)]
    if (first === undefined || newest === undefined || first.number > after + 1 || newest.number <= after) return
    this.#commits = this.#commits.filter(({ number }) => number > after)
    const [oldest] = this.#commits
    if (oldest === undefined || this.#elapsed() - oldest.at > LONGEST) return this.#forget()
    this.#count = this.#commits.reduce((sum, { events }) => sum + events.length, 0)
    const wanted = new Set(kinds)
    let events: readonly KeptEvent[] = []
    let upTo = after
    for (const commit of this.#commits) {
      const more = commit.events.filter(({ kind }) => wanted.has(kind))
      if (upTo > after && events.length + more.length > enough) break
      events = events.length === 0 ? more : events.concat(more)
      upTo = commit.number
    }
    return { events, upTo, newest: newest.number }
  }

  /** Aborts with another signal, or once so many further events came that whoever follows them must not pause. */
  untilMany(signal: AbortSignal): AbortSignal {
    const many = new AbortController()
    this.#came = 0
    this.#onMany = () => many.abort()
    return eitherSignal(signal, many.signal)
  }

  #forget(): undefined {
    this.#commits = []
    this.#count = 0
  }
}

function withNumber(event: NewEvent, arrival: number): KeptEvent {
  return { ...event, arrival }
}
