import type { Clock } from '../../../lib/system/clock.ts'
import { LogFile } from '../files/log-file.ts'
import type { OpenFile } from '../files/open-file.ts'
import type { Rewrite } from './rewrite.ts'

/**
 * How long a file that left the path must be silent to count as finished, in milliseconds: its writer may not know of
 * the rotation yet.
 */
export const STRAGGLER_GRACE = 10_000

/** How a file came to the path; its start position depends on that. */
export interface Succession {
  /** The files that were there before, newest first: it may contain what one of them contained. */
  readonly predecessors: readonly Segment[]
  /** How many other files came and went unseen right before it; undefined for these files, which no notice mentions. */
  readonly missed?: number
}

/** The clocks that tell how long a file has been silent. */
export interface Clocks {
  /** Milliseconds by a monotonic clock. */
  readonly elapsed: () => number
  readonly clock: Pick<Clock, 'now'>
}

/** One file of a trail: how it came to the path, whether it has left, and what of it others contain as well. */
export class Segment {
  readonly file: OpenFile
  /** Where it ends, and since when; undefined while it is at the path. */
  #left: { readonly since: number; readonly end: number } | undefined
  /** Everything before this offset is in a successor as well. */
  #covered = 0
  #succession: Succession | undefined

  constructor(file: OpenFile, succession?: Succession) {
    this.file = file
    this.#succession = succession
  }

  /** A file that left the path before it was opened. */
  static ofGone(file: OpenFile, { elapsed, clock }: Clocks, succession?: Succession): Segment {
    const silence = file instanceof LogFile ? Math.max(0, clock.now() - file.changed()) : 0
    return new Segment(file, succession).leave(elapsed(), file.size(), silence)
  }

  /** How it came to the path; undefined once its start position is settled. */
  get succession(): Succession | undefined {
    return this.#succession
  }

  /** Whether its start position is not settled, and no position of it is to be saved. */
  get isUnsettled(): boolean {
    return this.#succession !== undefined || (this.rewrite !== undefined && this.rewrite.own === undefined)
  }

  /** Its start position is to be settled: it may contain what others contain. */
  succeed(succession: Succession): void {
    this.#succession = succession
  }

  /** Its start position is settled. */
  settle(): void {
    this.#succession = undefined
  }

  /** The content that may come back in it; undefined if none can. */
  rewrite: Rewrite | undefined

  /** The path of the log that all of it so far was copied from; UNKNOWN as long as it has no complete line. */
  original: string | undefined

  /** A successor contains everything before `end`. */
  cover(end: number): void {
    this.#covered = Math.max(this.#covered, end)
  }

  /** Whether everything before `end` (the end of the file by default) is read from a successor. */
  isCovered(end?: number): boolean {
    return this.#covered > 0 && (end ?? this.file.size()) <= this.#covered
  }

  /** Whether it has left the path, and is kept for what its writers may still add. */
  get isLeaving(): boolean {
    return this.#left !== undefined
  }

  /** Whether it was read to its end after it left the path. */
  get wasReadToEnd(): boolean {
    return (this.#left?.end ?? 0) > 0
  }

  /**
   * It left the path `now` (milliseconds), unless it had left before; `silence`: for how long nobody had written to it
   * by then.
   */
  leave(now: number, end = 0, silence = 0): this {
    this.#left ??= { since: now - silence, end }
    return this
  }

  /** It is back at the path. */
  comeBack(): void {
    this.#left = undefined
  }

  /** Whether it has left the path, ends at `end`, and has been silent for the grace time. */
  isSilent(end: number, now: number): boolean {
    // Nobody adds to a compressed copy.
    if (this.#left === undefined || !(this.file instanceof LogFile)) return this.#left !== undefined
    if (this.#left.end !== end) this.#left = { since: now, end }
    return now - this.#left.since >= STRAGGLER_GRACE
  }
}
