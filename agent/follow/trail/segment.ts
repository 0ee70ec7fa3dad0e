import type { Clock } from '../../../lib/system/clock.ts'
import { LogFile } from '../files/log-file.ts'
import type { OpenFile } from '../files/open-file.ts'
import type { Regrowth } from './rewrite.ts'

/**
 * How long a file that left the path must be silent before it counts as finished: its writer may not know of the
 * rotation yet.
 */
export const STRAGGLER_GRACE = 10_000

/** How a file came to the path. */
export interface Arrival {
  /** The files that came before it, the newest first: it may hold what one of them held. */
  readonly formers: readonly Stretch[]
  /** How many others came and went between them; undefined for one of these, of which nothing is said. */
  readonly between?: number
}

/** What tells for how long a file has been silent. */
export interface Clocks {
  /** Milliseconds since some moment, by a clock that never steps. */
  readonly elapsed: () => number
  readonly clock: Pick<Clock, 'now'>
}

/** One of the files that a source is read from. */
export class Stretch {
  readonly file: OpenFile
  /** Since when it has not grown beyond which end; undefined while it is at the path. */
  #left: { readonly since: number; readonly end: number } | undefined
  /** Up to where its content stands in a successor, too. */
  #covered = 0
  #arrival: Arrival | undefined

  constructor(file: OpenFile, arrival?: Arrival) {
    this.file = file
    this.#arrival = arrival
  }

  /** A file that left the path before it was opened. */
  static ofGone(file: OpenFile, { elapsed, clock }: Clocks, arrival?: Arrival): Stretch {
    const silence = file instanceof LogFile ? Math.max(0, clock.now() - file.changed()) : 0
    return new Stretch(file, arrival).leave(elapsed(), file.size(), silence)
  }

  /** How it came to the path, until `settle`. */
  get arrival(): Arrival | undefined {
    return this.#arrival
  }

  /** Whether it is not known yet where it begins, and no position of it is saved. */
  get isPending(): boolean {
    return this.#arrival !== undefined || (this.regrowth !== undefined && this.regrowth.own === undefined)
  }

  /** It may hold what others hold. */
  arrive(arrival: Arrival): void {
    this.#arrival = arrival
  }

  /** It is known where it begins. */
  settle(): void {
    this.#arrival = undefined
  }

  /** What may come back in it; undefined once that is known. */
  regrowth: Regrowth | undefined

  /** The path of another log that all of it so far was copied from; UNKNOWN as long as there is no line in it. */
  twin: string | undefined

  /** A successor holds all that it has up to `end`. */
  cover(end: number): void {
    this.#covered = Math.max(this.#covered, end)
  }

  /** Whether what stands before `end` is read from a successor; without it, all that there is now. */
  isCovered(end?: number): boolean {
    return this.#covered > 0 && (end ?? this.file.size()) <= this.#covered
  }

  /** Whether it is only kept for what its writers may still add. */
  get isLeaving(): boolean {
    return this.#left !== undefined
  }

  /** Whether it was looked at to its end since it left the path. */
  get wasWhole(): boolean {
    return (this.#left?.end ?? 0) > 0
  }

  /**
   * It is not at the path any more, from `now` on (milliseconds) where that is not known already; `silence`: for how
   * long nobody had written to it then.
   */
  leave(now: number, end = 0, silence = 0): this {
    this.#left ??= { since: now - silence, end }
    return this
  }

  /** It is at the path again. */
  comeBack(): void {
    this.#left = undefined
  }

  /** Whether it left the path, ends here now, and has been silent for the grace time. */
  isSilent(end: number, now: number): boolean {
    // Nobody adds to a compressed copy.
    if (this.#left === undefined || !(this.file instanceof LogFile)) return this.#left !== undefined
    if (this.#left.end !== end) this.#left = { since: now, end }
    return now - this.#left.since >= STRAGGLER_GRACE
  }
}
