import { mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import * as v from 'valibot'
import { type Checkpoint, type Position, checkpoint } from '../../../agent/follow/checkpoint.ts'
import type { Line } from '../../../agent/follow/extraction.ts'
import { LogFile } from '../../../agent/follow/files/log-file.ts'
import { type Batch, type FollowOptions, follow } from '../../../agent/follow/follow.ts'
import type { Range } from '../../../agent/follow/range.ts'
import { ReadRateLimit } from '../../../agent/follow/read-rate-limit.ts'
import type { RestingLog } from '../../../agent/follow/resting-log.ts'
import { Turns } from '../../../agent/follow/turns.ts'
import type { Notice } from '../../../lib/notice/notice.ts'
import { systemClock } from '../../../lib/system/clock.ts'
import type { Waker } from '../../../lib/system/watching/waker.ts'

/** A line as a test keeps it; its text has one character for each byte. */
export interface Taken {
  readonly generation: string
  readonly offset: number
  readonly text: string
}

/** Keeps a line as it is. */
export function keep({ generation, offset, bytes }: Line): readonly Taken[] {
  return [{ generation, offset, text: bytes.toString('latin1') }]
}

/** The path of a log that does not exist yet, in a folder of its own. */
export function temporaryLog(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'follow-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return join(folder, 'log')
}

/** The position of a reader at the end of a file. */
export function positionAtEnd(path: string): Position {
  const file = LogFile.open(path)
  file.skipToEnd()
  const { position } = file
  file.close()
  return position
}

/** Renames the file at a path to NAME.1, NAME.1 to NAME.2 and so on, and makes a new one, as logrotate does. */
export function rotate(path: string, content = '', oldest = 5): void {
  for (let number = oldest; number > 0; number -= 1) {
    const older = number === 1 ? path : `${path}.${number - 1}`
    if (statSync(older, { throwIfNoEntry: false }) !== undefined) renameSync(older, `${path}.${number}`)
  }
  writeFileSync(path, content)
}

/** Wakes when the test says so, by a hint that tells nothing, as the clock of the watches gives. */
class HandWaker implements Waker {
  within: number | undefined
  #asleep = Promise.withResolvers<'asleep'>()
  #woken = Promise.withResolvers<void>()
  #isQuiet: (() => boolean) | undefined

  get asleep(): Promise<'asleep'> {
    return this.#asleep.promise
  }

  wake(signal: AbortSignal, within?: number, isQuiet?: () => boolean): Promise<void> {
    this.within = within
    this.#isQuiet = isQuiet
    this.#woken = Promise.withResolvers()
    signal.addEventListener('abort', () => this.#woken.resolve())
    this.#asleep.resolve('asleep')
    return signal.aborted ? Promise.resolve() : this.#woken.promise
  }

  close(): void {
    this.#woken.resolve()
  }

  hint(): void {
    if (this.#isQuiet?.() === true) return
    this.#isQuiet = undefined
    this.#asleep = Promise.withResolvers()
    this.#woken.resolve()
  }
}

type Settings = Partial<
  Pick<
    FollowOptions<Taken>,
    | 'start'
    | 'needles'
    | 'from'
    | 'most'
    | 'olddir'
    | 'mounts'
    | 'take'
    | 'takeBlock'
    | 'takeGap'
    | 'rateLimit'
    | 'clock'
  >
>

type RestingOptions = FollowOptions<Taken> & { readonly waker: HandWaker }

/** Follows, and where the log rests reads on at each hint, as whoever has many logs does. */
async function* followWithRests(options: RestingOptions, onRest: () => void): AsyncGenerator<Batch<Taken>, void, void> {
  const { signal } = options
  for (let rested: RestingLog | undefined; ;) {
    let resting: RestingLog | undefined
    const from = rested?.checkpoint ?? options.from
    yield* follow({ ...options, from, rested, onRest: (log) => (resting = log) })
    if (resting === undefined) return
    onRest()
    rested = resting
    yield* readOn(rested, options)
    if (signal.aborted) return rested.close()
  }
}

async function* readOn(log: RestingLog, options: RestingOptions): AsyncGenerator<Batch<Taken>, void, void> {
  for (;;) {
    await options.waker.wake(options.signal)
    const growth = options.signal.aborted ? 'other' : log.readOn(options)
    if (growth === 'other') return
    if (growth !== undefined) yield { ...growth, checkpoint: log.checkpoint }
  }
}

/** One path being followed, step by step. */
export class Followed {
  /** The follower's monotonic clock, in milliseconds. */
  elapsed = 0
  readonly taken: Taken[] = []
  readonly ranges: Range[] = []
  readonly told: Notice[] = []
  /** How often the log came to rest. */
  rests = 0
  readonly #controller = new AbortController()
  readonly #waker = new HandWaker()
  readonly #turns = new Turns(1)
  readonly #batches: AsyncGenerator<Batch<Taken>, void, void>
  #next: Promise<IteratorResult<Batch<Taken>, void>> | undefined
  #checkpoint: Checkpoint | undefined

  /** With `rests`, nobody follows the log while it is at rest. */
  constructor(path: string, { rests = false, ...settings }: Settings & { readonly rests?: boolean } = {}) {
    this.#checkpoint = settings.from
    const onRest = (): void => void (this.rests += 1)
    this.#batches = (rests ? (options: RestingOptions) => followWithRests(options, onRest) : follow<Taken>)({
      source: 'test',
      path,
      start: 'beginning',
      needles: 'every line',
      from: undefined,
      most: 1000,
      take: keep,
      takeGap: () => [],
      turns: this.#turns,
      isOneOfMany: false,
      rateLimit: new ReadRateLimit(Infinity, () => this.elapsed),
      clock: systemClock,
      ...settings,
      waker: this.#waker,
      signal: this.#controller.signal,
      elapsed: () => this.elapsed,
      tell: (notice) => this.told.push(notice),
    })
  }

  /** The codes of the notices so far. */
  get codes(): readonly string[] {
    return this.told.map(({ code }) => code)
  }

  /** After how long the follower asked to be woken; undefined if at any time. */
  get within(): number | undefined {
    return this.#waker.within
  }

  /** The checkpoint of the last batch, as it is read back from disk. */
  get checkpoint(): Checkpoint | undefined {
    return this.#checkpoint && v.parse(checkpoint, JSON.parse(JSON.stringify(this.#checkpoint)))
  }

  /** The next batch; undefined when there is nothing more to read for now. */
  async next(): Promise<Batch<Taken> | undefined> {
    this.#next ??= this.#batches.next()
    const result = await Promise.race([this.#next, this.#waker.asleep])
    if (result === 'asleep') return undefined
    this.#next = undefined
    if (result.done) return undefined
    const batch = result.value
    this.#checkpoint = batch.checkpoint
    this.taken.push(...batch.items)
    if (batch.range !== undefined) this.ranges.push(batch.range)
    return batch
  }

  /** Hints that there may be something new. */
  wake(): void {
    this.#waker.hint()
  }

  /** Wakes the follower and takes everything it delivers, until it sleeps again. */
  async look(): Promise<readonly string[]> {
    const before = this.taken.length
    this.wake()
    while ((await this.next()) !== undefined);
    return this.taken.slice(before).map(({ text }) => text)
  }

  /** Looks, lets the grace time pass, and looks again: then rotated files are finished. */
  async lookPastGrace(): Promise<readonly string[]> {
    const before = await this.look()
    this.elapsed += 10_000
    return [...before, ...(await this.look())]
  }

  /** Another source needs the slot: an idle follower releases its file. */
  release(): void {
    const other = { release: (): void => undefined }
    void this.#turns.take(other)
    this.#turns.leave(other)
  }

  /** Ends the program; the follower notices at its next step. */
  abort(): void {
    this.#controller.abort()
  }

  /** Ends the follower as the end of the program does; the checkpoint that it leaves. */
  async stop(): Promise<Checkpoint | undefined> {
    this.abort()
    await this.#next
    await this.#batches.return()
    return this.checkpoint
  }
}
