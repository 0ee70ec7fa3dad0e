import type { Tell } from '../../lib/notice/notice.ts'
import type { Clock } from '../../lib/system/clock.ts'
import { handOver } from '../collect/hand-over.ts'
import { LogProblem } from '../collect/log-problem.ts'
import { ReadRate } from '../collect/read-rate.ts'
import { type SourceParts, lastPositionIn } from '../collect/source.ts'
import type { Checkpoint } from '../follow/checkpoint.ts'
import { type Batch, follow } from '../follow/follow.ts'
import type { CountedPositions } from './counted-positions.ts'
import type { CountedLog, Counter } from './counter.ts'
import type { Gate } from './gate.ts'
import type { Ticker } from './ticker.ts'

/** What counting one log works with. */
export interface CountedLogParts
  extends
    Pick<SourceParts, 'follower' | 'turns' | 'rateLimit' | 'tell' | 'signal' | 'sources' | 'onRead'>,
    Partial<Pick<SourceParts, 'mounts' | 'isOneOfMany' | 'siblings' | 'onArrival'>> {
  readonly counter: Pick<Counter, 'take' | 'ended' | 'left'>
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
  const { follower, counter, positions, gate, ticker, onBytes } = parts
  const { source, path } = follower
  const log: CountedLog = { source, path }
  const from = positions.of(source, path)
  const state = new CountedState(parts, log, from)
  const waker = ticker.waker((now) => {
    if (state.problem.text === undefined) counter.ended(log, now)
  })
  try {
    for await (const batch of batchesOf(parts, { log, from, waker, tell: state.tell })) {
      await note(batch, parts)
      gate.noted(path)
      parts.onArrival?.()
      const { from: begin = 0, to = 0 } = batch.range ?? {}
      state.read(batch, to - begin)
      onBytes(to - begin)
      await gate.open
    }
  } finally {
    waker.close()
  }
  if (!parts.signal.aborted) counter.left(log)
}

type Following = Pick<Parameters<typeof follow>[0], 'from' | 'waker' | 'tell'> & { readonly log: CountedLog }

function batchesOf(parts: CountedLogParts, { log, ...following }: Following): AsyncGenerator<Batch<never>, void, void> {
  const { follower, counter, gate, clock, isOneOfMany = false } = parts
  return follow<never>({
    ...parts,
    ...follower,
    ...following,
    isOneOfMany,
    needles: 'every line',
    most: Infinity,
    take: () => [],
    takeGap: () => [],
    takeBlock: (lines) => {
      gate.ahead(log.path)
      counter.take(log, lines, Math.floor(clock.now() / 1000))
    },
  })
}

/** Notes the position after a batch, in the same turn in which it is counted as noted. */
async function note({ checkpoint, given, range }: Batch<never>, parts: CountedLogParts): Promise<void> {
  const { follower, positions: checkpoints } = parts
  const { source, path } = follower
  checkpoints.advance(source, path, checkpoint)
  if (given !== undefined) await handOver(given, source, { ...parts, checkpoints })
  if (range === undefined) void checkpoints.save()
}

/** How a counted log stands, for `status`. */
class CountedState {
  readonly problem: LogProblem
  readonly #parts: CountedLogParts
  readonly #log: CountedLog
  readonly #rate = new ReadRate()
  #lines: number
  #bytesPerSecond: number | undefined
  #reached: Checkpoint | undefined

  constructor(parts: CountedLogParts, log: CountedLog, from: Checkpoint | undefined) {
    this.problem = new LogProblem(parts.follower, parts.isOneOfMany !== true)
    this.#parts = parts
    this.#log = log
    this.#lines = parts.sources.of(log)?.lines ?? 0
    this.#reached = from
    this.#show()
  }

  readonly tell: Tell = (notice) => {
    const { tell, counter, onArrival } = this.#parts
    tell(notice)
    if (!this.problem.note(notice)) return
    if (this.problem.text !== undefined) counter.left(this.#log)
    onArrival?.()
    this.#show()
  }

  read({ lines, checkpoint }: Batch<never>, bytes: number): void {
    const { source, path } = this.#log
    this.#lines += lines
    this.#reached = checkpoint
    if (lines > 0) this.problem.hasLines()
    this.#bytesPerSecond = this.#rate.note(bytes, this.#parts.elapsed())
    this.#show()
    this.#parts.onRead?.({ source, path, bytes, events: [] })
  }

  #show(): void {
    const { source, path } = this.#log
    const { text } = this.problem
    this.#parts.sources.set({
      source,
      path,
      ...lastPositionIn(this.#reached),
      lines: this.#lines,
      ofInterest: 0,
      unrecognised: 0,
      events: 0,
      ...(this.#bytesPerSecond !== undefined && { rate: this.#bytesPerSecond }),
      ...(text !== undefined && { problem: text }),
    })
  }
}
