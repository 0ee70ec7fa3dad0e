import type { Clock } from '../../lib/system/clock.ts'
import { handOver } from '../collect/hand-over.ts'
import type { SourceParts } from '../collect/source.ts'
import type { Position } from '../follow/checkpoint.ts'
import type { ExtractionOptions } from '../follow/extraction.ts'
import { type Batch, follow } from '../follow/follow.ts'
import type { ReadRateLimit } from '../follow/read-rate-limit.ts'
import type { RestingLog } from '../follow/resting-log.ts'
import type { CountedPositions } from './counted-positions.ts'
import { CountedState, type CountedStateParts } from './counted-state.ts'
import type { CountedLog, Counter } from './counter.ts'
import type { Gate } from './gate.ts'
import type { AtRest, TickWaker, Ticker } from './ticker.ts'

/** What counting works with, the same for all logs. */
export interface CountedLogParts extends CountedStateParts, Pick<SourceParts, 'turns' | 'mounts'> {
  readonly clock: Clock
  readonly counter: Pick<Counter, 'take' | 'ended' | 'left'>
  readonly positions: CountedPositions
  readonly rateLimit: ReadRateLimit
  readonly gate: Gate
  readonly ticker: Pick<Ticker, 'waker'>
}

/** One of these logs. */
export type LogToCount = Pick<SourceParts, 'follower' | 'tell' | 'signal' | 'isOneOfMany' | 'siblings' | 'onArrival'>

/** Counts one log once an interval, until the signal is aborted or the log is gone for good; rejects for a bug. */
export function collectCounted(parts: CountedLogParts, one: LogToCount): Promise<void> {
  const log = new LogBeingCounted(parts, one)
  log.wake()
  return log.ended
}

/** Followed only while there is more to do than to read on: for thousands of logs, following takes much memory. */
class LogBeingCounted implements AtRest {
  readonly #parts: CountedLogParts
  readonly #one: LogToCount
  readonly #log: CountedLog
  readonly #state: CountedState
  readonly #ended = Promise.withResolvers<void>()
  #resting: RestingLog | undefined

  constructor(parts: CountedLogParts, one: LogToCount) {
    const { source, path } = one.follower
    this.#parts = parts
    this.#one = one
    this.#log = { source, path }
    this.#state = new CountedState(parts, one, this.#log)
  }

  /** Resolves when it is no longer counted. */
  get ended(): Promise<void> {
    return this.#ended.promise
  }

  /** Follows it from where it rested, or from its last position. */
  wake(): void {
    const rested = this.#resting
    this.#resting = undefined
    this.#follow(rested).then(() => this.#leave(), this.#ended.reject)
  }

  /** Nobody follows it any more. */
  #leave(): void {
    if (this.#resting === undefined || this.#one.signal.aborted) this.#ended.resolve()
  }

  tick(now: number): boolean {
    const { turns } = this.#parts
    const growth = this.#resting?.readOn({ ...this.#extraction, turns })
    if (growth === 'other') return false
    if (growth !== undefined) this.#state.readOn(growth)
    this.#isAtEnd(now)
    return true
  }

  async #follow(rested: RestingLog | undefined): Promise<void> {
    const { counter, ticker, positions, gate, sources } = this.#parts
    const { source, path } = this.#log
    const { onArrival, signal } = this.#one
    // Of one that rests, the position is where it has come to.
    if (rested !== undefined) positions.advance(source, path, rested.checkpoint)
    const waker = ticker.waker((now) => this.#isAtEnd(now))
    try {
      for await (const batch of this.#batches(waker, rested)) {
        positions.advance(source, path, batch.checkpoint)
        if (batch.given !== undefined) await this.#handOver(batch.given)
        // In the same turn in which it is counted as noted.
        if (batch.range === undefined) void positions.save()
        gate.noted(path)
        onArrival?.()
        this.#state.stands(batch.checkpoint)
        this.#state.read(batch)
        sources.changed()
        await gate.open
      }
      if (signal.aborted) this.#resting?.close()
      else if (this.#resting !== undefined) waker.rest(this)
      else counter.left(this.#log)
    } finally {
      waker.close()
    }
  }

  #batches(waker: TickWaker, rested: RestingLog | undefined): AsyncGenerator<Batch<never>, void, void> {
    const { positions, rateLimit } = this.#parts
    const { follower, isOneOfMany = false } = this.#one
    const { source, path } = this.#log
    return follow<never>({
      ...this.#parts,
      ...this.#one,
      ...follower,
      ...this.#extraction,
      isOneOfMany,
      waker,
      from: positions.of(source, path),
      rested,
      takeGap: () => [],
      onRest: rateLimit.isLimited ? undefined : (log) => this.#rest(log),
    })
  }

  /** In the same turn in which nobody follows it any more. */
  #rest(log: RestingLog): void {
    this.#resting = log
    this.#parts.positions.advance(this.#log.source, this.#log.path, log)
  }

  get #extraction(): ExtractionOptions<never> {
    const { counter, gate, clock } = this.#parts
    return {
      ...this.#log,
      tell: this.#state.tell,
      needles: 'every line',
      most: Infinity,
      take: () => [],
      takeBlock: (lines) => {
        // At rest, the position is never behind.
        if (this.#resting === undefined) gate.ahead(this.#log.path)
        counter.take(this.#log, lines, Math.floor(clock.now() / 1000))
      },
    }
  }

  #handOver(given: Position): Promise<void> {
    const { siblings } = this.#one
    return handOver(given, this.#log.source, { ...(siblings && { siblings }), checkpoints: this.#parts.positions })
  }

  #isAtEnd(now: number): void {
    if (this.#state.problem.text === undefined) this.#parts.counter.ended(this.#log, now)
  }
}
