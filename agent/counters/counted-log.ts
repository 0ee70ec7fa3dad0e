import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { handOver } from '../collect/hand-over.ts'
import { LogProblem } from '../collect/log-problem.ts'
import { ReadRate } from '../collect/read-rate.ts'
import { type SourceParts, lastPositionIn } from '../collect/source.ts'
import type { Checkpoint } from '../follow/checkpoint.ts'
import { type Batch, type FollowOptions, follow } from '../follow/follow.ts'
import type { SourceSnapshot } from '../snapshots/snapshot.ts'
import type { SourceStates } from '../snapshots/source-states.ts'
import type { CountedPositions } from './counted-positions.ts'
import type { CountedLog, Counter } from './counter.ts'
import type { Gate } from './gate.ts'
import type { Ticker } from './ticker.ts'

/** What counting one log works with. */
export interface CountedLogParts
  extends
    Pick<SourceParts, 'follower' | 'turns' | 'rateLimit' | 'tell' | 'signal' | 'onRead'>,
    Partial<Pick<SourceParts, 'mounts' | 'isOneOfMany' | 'siblings' | 'onArrival'>> {
  readonly counter: Pick<Counter, 'take' | 'ended' | 'left'>
  readonly sources: Pick<SourceStates, 'of' | 'ask' | 'changed'>
  readonly positions: CountedPositions
  readonly gate: Gate
  readonly ticker: Pick<Ticker, 'waker'>
  readonly clock: Clock
  /** Milliseconds on a clock that never steps. */
  readonly elapsed: () => number
  /** Called with the bytes of each read once they are counted and their position is noted. */
  readonly onBytes: (bytes: number) => void
}

/** Counts one log once an interval, until the signal is aborted or the log is gone for good. */
export async function collectCounted(parts: CountedLogParts): Promise<void> {
  const { follower, counter, positions, gate, ticker } = parts
  const { source, path } = follower
  const log: CountedLog = { source, path }
  const state = new CountedState(parts, log)
  const waker = ticker.waker((now) => {
    if (state.problem.text === undefined) counter.ended(log, now)
  })
  try {
    for await (const batch of batchesOf(parts, { log, waker, state })) {
      positions.advance(source, path, batch.checkpoint)
      if (batch.given !== undefined) await handOver(batch.given, source, { ...parts, checkpoints: positions })
      // In the same turn in which it is counted as noted.
      if (batch.range === undefined) void positions.save()
      gate.noted(path)
      parts.onArrival?.()
      state.stands(batch.checkpoint)
      state.read(batch)
      parts.sources.changed()
      await gate.open
    }
  } finally {
    waker.close()
  }
  if (!parts.signal.aborted) counter.left(log)
}

/** What following one log works with, beside what all share. */
interface Following extends Pick<FollowOptions<never>, 'waker'> {
  readonly log: CountedLog
  readonly state: CountedState
}

function batchesOf(parts: CountedLogParts, { log, waker, state }: Following): AsyncGenerator<Batch<never>, void, void> {
  const { follower, counter, positions, gate, clock, isOneOfMany = false } = parts
  const { source, path } = log
  return follow<never>({
    ...parts,
    ...follower,
    isOneOfMany,
    waker,
    from: positions.of(source, path),
    tell: state.tell,
    needles: 'every line',
    most: Infinity,
    take: () => [],
    takeGap: () => [],
    takeBlock: (lines) => {
      gate.ahead(path)
      counter.take(log, lines, Math.floor(clock.now() / 1000))
    },
    onGrowth: (growth, checkpoint) => {
      positions.advance(source, path, checkpoint)
      gate.noted(path)
      state.offset = growth.range.to
      state.read(growth)
    },
  })
}

/** How a counted log stands, for `status`. */
class CountedState {
  readonly problem: LogProblem
  readonly #parts: CountedLogParts
  readonly #log: CountedLog
  readonly #rate = new ReadRate()
  #lines: number
  #bytesPerSecond: number | undefined
  /** Where reading stands in the file at the path; undefined while there is none. */
  offset: number | undefined
  #inode: string | undefined

  constructor(parts: CountedLogParts, log: CountedLog) {
    const { follower, sources, positions } = parts
    this.problem = new LogProblem(follower, parts.isOneOfMany !== true)
    this.#parts = parts
    this.#log = log
    this.#lines = sources.of(log)?.lines ?? 0
    this.stands(positions.of(log.source, log.path))
    sources.ask(log, () => this.#snapshot())
  }

  readonly tell: Tell = (notice) => {
    const { tell, counter, onArrival, sources } = this.#parts
    tell(notice)
    if (!this.problem.note(notice)) return
    if (this.problem.text !== undefined) counter.left(this.#log)
    onArrival?.()
    sources.changed()
  }

  /** Reading stands at a checkpoint. */
  stands(checkpoint: Checkpoint | undefined): void {
    const { inode, offset } = lastPositionIn(checkpoint)
    this.#inode = inode
    this.offset = offset
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

  #snapshot(): SourceSnapshot {
    const { source, path } = this.#log
    const { text } = this.problem
    return {
      source,
      path,
      ...(this.#inode !== undefined && { inode: this.#inode }),
      ...(this.offset !== undefined && { offset: this.offset }),
      lines: this.#lines,
      ofInterest: 0,
      unrecognised: 0,
      events: 0,
      ...(this.#bytesPerSecond !== undefined && { rate: this.#bytesPerSecond }),
      ...(text !== undefined && { problem: text }),
    }
  }
}
