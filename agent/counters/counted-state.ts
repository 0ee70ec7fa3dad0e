import type { Tell } from '../../lib/notice/notice.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { LogProblem } from '../collect/log-problem.ts'
import { ReadRate } from '../collect/read-rate.ts'
import { isRotation } from '../collect/rotations.ts'
import { type SourceParts, lastPositionIn } from '../collect/source.ts'
import type { Checkpoint } from '../follow/checkpoint.ts'
import type { Batch } from '../follow/follow.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'
import type { SourceStates } from '../snapshots/source-states.ts'
import type { CountedPositions } from './counted-positions.ts'
import type { CountedLog, Counter } from './counter.ts'

/** What the state of a counted log is told to, and comes from. */
export interface CountedStateParts extends Pick<SourceParts, 'onRead'> {
  readonly counter: Pick<Counter, 'left'>
  readonly sources: Pick<SourceStates, 'of' | 'ask' | 'changed'>
  readonly positions: Pick<CountedPositions, 'of'>
  /** Milliseconds on a clock that never steps. */
  readonly elapsed: () => number
  /** Called with the bytes of each read once they are counted and their position is noted. */
  readonly onBytes: (bytes: number) => void
}

/** How a counted log stands, for `status`. */
export class CountedState {
  readonly problem: LogProblem
  readonly #parts: CountedStateParts
  readonly #one: Pick<SourceParts, 'tell' | 'onArrival'>
  readonly #log: CountedLog
  readonly #rate = new ReadRate()
  #lines: number
  #bytesPerSecond: number | undefined
  /** Where reading stands in the file at the path; undefined while there is none. */
  #offset: number | undefined
  #inode: string | undefined
  #lastRotation: number | undefined

  constructor(
    parts: CountedStateParts,
    one: Pick<SourceParts, 'follower' | 'tell' | 'isOneOfMany' | 'onArrival'>,
    log: CountedLog,
  ) {
    const { sources, positions } = parts
    this.problem = new LogProblem(one.follower, one.isOneOfMany !== true)
    this.#parts = parts
    this.#one = one
    this.#log = log
    const { lines = 0, lastRotation } = sources.of(log) ?? {}
    this.#lines = lines
    this.#lastRotation = lastRotation
    this.stands(positions.of(log.source, log.path))
    sources.ask(log, () => this.#snapshot())
  }

  readonly tell: Tell = (notice) => {
    const { counter, sources } = this.#parts
    this.#one.tell(notice)
    if (isRotation(notice)) this.#lastRotation = systemClock.now()
    if (!this.problem.note(notice)) return
    if (this.problem.text !== undefined) counter.left(this.#log)
    this.#one.onArrival?.()
    sources.changed()
  }

  /** Reading stands at a checkpoint. */
  stands(checkpoint: Checkpoint | undefined): void {
    const { inode, offset } = lastPositionIn(checkpoint)
    this.#inode = inode
    this.#offset = offset
  }

  /** Lines were counted, up to the end of the range. */
  read({ lines, range }: Pick<Batch<never>, 'lines' | 'range'>): void {
    const { source, path } = this.#log
    const { elapsed, onRead, onBytes } = this.#parts
    const { from, to } = range ?? { from: 0, to: 0 }
    this.#lines += lines
    if (lines > 0) this.problem.hasLines()
    this.#bytesPerSecond = this.#rate.note(to - from, elapsed())
    onRead?.({ source, path, bytes: to - from, events: [] })
    onBytes(to - from)
  }

  /** The same, read on in the file at the path. */
  readOn(growth: Required<Pick<Batch<never>, 'lines' | 'range'>>): void {
    this.#offset = growth.range.to
    this.read(growth)
  }

  #snapshot(): SourceSnapshot {
    const { source, path } = this.#log
    const { text } = this.problem
    return {
      source,
      path,
      ...(this.#inode !== undefined && { inode: this.#inode }),
      ...(this.#offset !== undefined && { offset: this.#offset }),
      lines: this.#lines,
      ofInterest: 0,
      unrecognised: 0,
      events: 0,
      ...(this.#bytesPerSecond !== undefined && { rate: this.#bytesPerSecond }),
      ...(this.#lastRotation !== undefined && { lastRotation: this.#lastRotation }),
      ...(text !== undefined && { problem: text }),
    }
  }
}
