import type { Clock } from '../../lib/system/clock.ts'
import { eitherSignal } from '../../lib/system/either-signal.ts'
import { onAbort } from '../../lib/system/on-abort.ts'
import { mostDescriptors } from '../../lib/system/processes/descriptors.ts'
import { type LogOfFolder, collectFolder } from '../collect/folder.ts'
import type { Intake } from '../collect/intake.ts'
import { toldOfLog } from '../collect/told-of-log.ts'
import type { Follower } from '../config/config.ts'
import { isPattern, matchesPattern } from '../follow/discover.ts'
import { Turns } from '../follow/turns.ts'
import type { SourceStates } from '../snapshots/source-states.ts'
import type { SavedCounters } from '../spool/positions/saved-counters.ts'
import { type CountedLogParts, type LogToCount, collectCounted } from './counted-log.ts'
import { CountedPositions } from './counted-positions.ts'
import type { Counter } from './counter.ts'
import { CountersSaving } from './counters-saving.ts'
import { Gate } from './gate.ts'
import { NewsOutbox, type OutboxParts } from './news-outbox.ts'
import { Ticker } from './ticker.ts'
import type { TrafficCounter } from './traffic/traffic-counter.ts'

/**
 * The most counted logs held open at once, unless half of all descriptors are fewer: each is read once an interval, and
 * opening it again costs five times as much as reading on.
 */
const OPEN_FILES = 1024

/** An interval ends early after this many bytes: of a long backlog there are news of many periods. */
const MOST_BYTES = 67_108_864

/** A counter, and what it counts. */
export interface HostedCounter {
  /** The key of its state, and part of the ids of its events. */
  readonly name: string
  readonly counter: Counter
  readonly logs: readonly Follower[]
  /** The same counter, if it counts requests: for metrics. */
  readonly traffic?: Pick<TrafficCounter, 'sums' | 'logs'>
}

/** What counting works with. */
export interface CountingParts
  extends
    Pick<CountedLogParts, 'rateLimit' | 'mounts' | 'onRead' | 'clock' | 'elapsed'>,
    Pick<LogToCount, 'tell' | 'signal'>,
    Pick<OutboxParts, 'identity' | 'wanted' | 'isSealed'> {
  readonly counters: readonly HostedCounter[]
  readonly intake: Pick<Intake, 'take' | 'takeTotals' | 'wants'>
  /** The folder of the state. */
  readonly root: string
  readonly saved: SavedCounters | undefined
  /** The number of the newest report. */
  readonly sequence: () => number
  readonly sources: Pick<SourceStates, 'of' | 'set' | 'ask' | 'changed' | 'delete'>
  /** Milliseconds from one look at the logs to the next. */
  readonly interval: number
  /** Whether to end once all logs were read to their ends. */
  readonly once: boolean
}

/**
 * Counts what stands in logs until the signal is aborted, or with `once` until all is counted. A bug in one counter
 * ends them all. What is counted becomes durable with the positions, and news only after that leave for the spool: a
 * kill at any moment costs nothing but reading again.
 */
export async function runCounters(parts: CountingParts): Promise<void> {
  const end = new AbortController()
  const counting = new Counting({ ...parts, signal: eitherSignal(parts.signal, end.signal) })
  const ending = <T>(work: Promise<T>): Promise<T> => work.finally(() => end.abort())
  const all = await Promise.allSettled([...counting.read().map(ending), ending(counting.tick())])
  const failed = all.find((each) => each.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  await counting.end()
}

class Counting {
  readonly #parts: CountingParts
  readonly #gate = new Gate()
  readonly #ticker: Ticker
  readonly #turns = new Turns(Math.min(OPEN_FILES, Math.floor(mostDescriptors() / 2)))
  readonly #positions: CountedPositions
  readonly #outbox: NewsOutbox
  readonly #saving: CountersSaving
  #hasNewPositions = false
  #bytes = 0
  #onBytes: (() => void) | undefined

  constructor(parts: CountingParts) {
    const { saved, clock, counters } = parts
    this.#parts = parts
    this.#ticker = new Ticker(secondsOf(clock))
    this.#positions = new CountedPositions(
      saved?.sources ?? {},
      (source, path) => counters.some(({ logs }) => logs.some((log) => isOf(log, source, path))),
      () => (this.#hasNewPositions = true),
    )
    this.#outbox = new NewsOutbox(parts, saved?.waiting)
    this.#saving = new CountersSaving(parts)
    onAbort(parts.signal, () => this.#ticker.wakeAll())
  }

  /** Reads every log; each promise resolves when its log is no longer read. */
  read(): Promise<void>[] {
    return this.#parts.counters.flatMap(({ counter, logs }) => logs.map((follower) => this.#read(counter, follower)))
  }

  /** Ends one interval after the other. */
  async tick(): Promise<void> {
    const { signal, clock, elapsed, interval, once } = this.#parts
    let isGoing = await this.#outbox.seal()
    while (isGoing && !signal.aborted) {
      const began = elapsed()
      await this.#untilRead()
      if (signal.aborted) return
      isGoing = (await this.#gate.whileLevel(() => this.#endInterval(), signal)) === true
      if (once) return
      if (this.#bytes < MOST_BYTES) await clock.sleep(began + interval - elapsed(), signal)
      this.#bytes = 0
      await this.#ticker.tick(secondsOf(clock))
      if (this.#bytes > 0) this.#parts.sources.changed()
    }
  }

  /** Saves for the last time, when nobody reads any more. */
  async end(): Promise<void> {
    if (this.#gate.isLevel) await this.#saving.try(this.#text())
  }

  async #read(counter: Counter, follower: Follower): Promise<void> {
    const { signal } = this.#parts
    const tell = toldOfLog(follower, this.#parts.tell)
    const parts = {
      ...this.#parts,
      counter,
      positions: this.#positions,
      gate: this.#gate,
      ticker: this.#ticker,
      turns: this.#turns,
      onBytes: (bytes: number) => this.#counted(bytes),
    }
    if (!isPattern(follower.path)) return await collectCounted(parts, { follower, tell, signal })
    const collect = (log: LogOfFolder): Promise<void> => collectCounted(parts, log)
    const wakerOf: Parameters<typeof collectFolder>[0]['wakerOf'] = () => this.#ticker.waker()
    await collectFolder({ ...parts, follower, tell, checkpoints: this.#positions, wakerOf, once: undefined, collect })
  }

  /** Resolves when all logs are read to their ends, or enough is read, or those with a backlog have had their turn. */
  async #untilRead(): Promise<void> {
    const { signal, clock, interval, once } = this.#parts
    const end = new AbortController()
    const either = eitherSignal(signal, end.signal)
    const isEnough = Promise.withResolvers<void>()
    this.#onBytes = isEnough.resolve
    const patience = once ? [] : [clock.sleep(interval, either), isEnough.promise]
    await Promise.race([this.#ticker.allRead(signal), ...patience])
    this.#onBytes = undefined
    end.abort()
  }

  #counted(bytes: number): void {
    this.#bytes += bytes
    if (this.#bytes >= MOST_BYTES) this.#onBytes?.()
  }

  /** While nobody reads: takes the news, saves, and seals what is saved; false if the program ended first. */
  async #endInterval(): Promise<boolean> {
    const { counters } = this.#parts
    for (const { name, counter } of counters) this.#outbox.add(name, counter.news(this.#ticker.now))
    const isDue = this.#hasNewPositions || this.#saving.isDue
    if (this.#outbox.isEmpty && !isDue) return true
    const text = this.#text()
    this.#hasNewPositions = false
    const isSaved = this.#outbox.isEmpty ? await this.#saving.try(text) : await this.#saving.untilSaved(text)
    return this.#outbox.isEmpty || (isSaved && (await this.#outbox.seal()))
  }

  /** What is saved, as it is now. */
  #text(): string {
    const { counters, sequence } = this.#parts
    const state: SavedCounters = {
      version: 1,
      sequence: sequence(),
      sources: this.#positions.toJSON(),
      counters: Object.fromEntries(counters.map(({ name, counter }) => [name, counter.saved()])),
      waiting: this.#outbox.toJSON(),
    }
    return `${JSON.stringify(state)}\n`
  }
}

/** Whether a position is of a log, or of a pattern or one of its logs. */
function isOf(follower: Follower, source: string, path: string): boolean {
  return follower.source === source && (follower.path === path || matchesPattern(follower.path, path))
}

function secondsOf(clock: Pick<Clock, 'now'>): number {
  return Math.floor(clock.now() / 1000)
}
