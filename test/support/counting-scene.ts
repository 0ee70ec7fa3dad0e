import { chmodSync, cpSync, mkdirSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Intake } from '../../agent/collect/intake.ts'
import type { Follower } from '../../agent/config/config.ts'
import type { Counter } from '../../agent/counters/counter.ts'
import { type CountingParts, runCounters } from '../../agent/counters/counting.ts'
import { ReadRateLimit } from '../../agent/follow/read-rate-limit.ts'
import { SourceStates } from '../../agent/snapshots/source-states.ts'
import { CheckpointStore } from '../../agent/spool/positions/checkpoints.ts'
import { countersFile } from '../../agent/spool/positions/saved-counters.ts'
import { idsAfter, recover } from '../../agent/spool/recovery.ts'
import { type Report, parseReport } from '../../agent/spool/reports/report-file.ts'
import { Sealer } from '../../agent/spool/sealer.ts'
import { ensureSpoolFolders, spoolFolders } from '../../agent/spool/spool-folders.ts'
import { Spool } from '../../agent/spool/spool.ts'
import type { Tell } from '../../lib/notice/notice.ts'
import type { Totals } from '../../lib/totals/totals.ts'
import { intakeInto } from './intake.ts'
import { LineCounter } from './line-counter.ts'
import { roomIn } from './spool-scene.ts'

/** A day of 2026, in seconds since 1970-01-01T00:00:00Z. */
const BEGIN = 1_795_824_000

/** A clock that stands still until the test lets an interval pass. */
export class IntervalClock {
  #now = BEGIN * 1000
  readonly #sleeping = new Set<() => void>()
  #onRest = Promise.withResolvers<void>()
  #isOver = false

  readonly now = (): number => this.#now
  readonly elapsed = (): number => this.#now

  /** The counting has ended its interval: the next sleep is the one until the next. */
  intervalEnds(): void {
    this.#isOver = true
  }

  readonly sleep = async (_milliseconds: number, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#sleeping.add(resolve)
    signal.addEventListener('abort', () => resolve())
    if (this.#isOver) this.#onRest.resolve()
    await promise
    this.#sleeping.delete(resolve)
  }

  /** Resolves when nothing more happens in this interval. */
  get rest(): Promise<void> {
    return this.#onRest.promise
  }

  /** Lets some seconds pass, and with them an interval. */
  pass(seconds: number): void {
    this.#now += seconds * 1000
    this.#isOver = false
    this.#onRest = Promise.withResolvers()
    for (const wake of this.#sleeping) wake()
  }

  /** Goes on where another one stands. */
  static at(other: IntervalClock): IntervalClock {
    const clock = new IntervalClock()
    clock.#now = other.#now
    return clock
  }
}

type CountedFile = Pick<Follower, 'path' | 'excludes'> & Partial<Pick<Follower, 'optional'>>

/** What is different in a test. */
interface RunOptions {
  readonly clock?: IntervalClock
  readonly logs?: readonly CountedFile[]
  readonly start?: Follower['start']
  readonly maxSize?: number
  /** Called before and after each report is sealed. */
  readonly onSeal?: () => void
  /** Called when an interval ends, before anything is saved. */
  readonly onInterval?: () => void
}

/** Counting with a counter of lines, interval by interval. */
export class CountingRun {
  readonly clock: IntervalClock
  readonly codes: string[] = []
  /** The codes of what was told as a warning or an error. */
  readonly alarms: string[] = []
  readonly sources = new SourceStates(() => undefined)
  readonly #ended: Promise<void>
  readonly #end: AbortController
  readonly #counter: LineCounter

  private constructor(
    clock: IntervalClock,
    counter: LineCounter,
    codes: string[],
    alarms: string[],
    end: AbortController,
    ended: Promise<void>,
    sources: SourceStates,
  ) {
    this.clock = clock
    this.#counter = counter
    this.codes = codes
    this.alarms = alarms
    this.#end = end
    this.#ended = ended
    this.sources = sources
  }

  /** Starts in a folder with `logs` and `spool`, as the collector would, and ends the first interval. */
  static async start(folder: string, options: RunOptions = {}): Promise<CountingRun> {
    const { clock = new IntervalClock(), start = 'beginning', onSeal, onInterval, maxSize } = options
    const logs = options.logs ?? [{ path: join(folder, 'logs', '*.log') }]
    const folders = spoolFolders(join(folder, 'spool'))
    await ensureSpoolFolders(folders)
    const codes: string[] = []
    const alarms: string[] = []
    const tell: Tell = ({ code, severity }) => {
      codes.push(code)
      if (severity === 'warning' || severity === 'error') alarms.push(code)
    }
    const end = new AbortController()
    const recovered = await recover(folders, tell)
    const checkpoints = new CheckpointStore(folders, recovered, tell)
    const spool = new Spool(folders, recovered.sequence, roomIn(folders, maxSize === undefined ? {} : { maxSize }))
    const sealer = new Sealer({ spool, checkpoints, clock, tell, onHold: () => undefined, signal: end.signal })
    const saved = await countersFile.load(folders.root, {
      onUnreadable: () => codes.push('counters_unreadable'),
      onUnsaved: () => undefined,
    })
    const sealed = saved === undefined ? new Set<string>() : await idsAfter(saved.sequence, folders)
    const counter = new LineCounter(saved?.counters['lines'])
    const sources = new SourceStates(() => undefined)
    const parts: CountingParts = {
      counters: [
        {
          name: 'lines',
          counter: told(counter, clock, onInterval),
          logs: logs.map((log) => followerOf(log, start)),
        },
      ],
      intake: sealing(intakeInto(sealer, checkpoints), onSeal),
      root: folders.root,
      saved,
      identity: 'host.example.com',
      wanted: new Set(['traffic']),
      isSealed: (id) => sealed.has(id),
      sequence: () => spool.sequence,
      sources,
      interval: 10_000,
      once: false,
      rateLimit: new ReadRateLimit(Infinity, clock.elapsed),
      tell,
      signal: end.signal,
      clock,
      elapsed: clock.elapsed,
    }
    const ended = counted(parts, checkpoints)
    const run = new CountingRun(clock, counter, codes, alarms, end, ended, sources)
    await Promise.race([clock.rest, ended])
    return run
  }

  /** Lets some seconds pass and all logs be read. */
  async interval(seconds = 10): Promise<void> {
    this.clock.pass(seconds)
    await Promise.race([this.clock.rest, this.#ended])
  }

  async stop(): Promise<void> {
    this.#end.abort()
    await this.#ended
  }

  /** What the counter knows. */
  get state(): string {
    return JSON.stringify(this.#counter.saved())
  }
}

function followerOf(log: CountedFile, start: Follower['start']): Follower {
  return { optional: false, ...log, source: 'lines', option: 'lines.logs', start, zone: 'UTC' }
}

async function counted(parts: CountingParts, checkpoints: CheckpointStore): Promise<void> {
  try {
    await runCounters(parts)
  } finally {
    await checkpoints.close()
  }
}

function told(counter: LineCounter, clock: IntervalClock, onInterval: () => void = () => undefined): Counter {
  return {
    take: (log, lines) => counter.take(log, lines),
    ended: (log, now) => counter.ended(log, now),
    left: (log) => counter.left(log),
    news: () => {
      onInterval()
      clock.intervalEnds()
      return counter.news()
    },
    saved: () => counter.saved(),
  }
}

function sealing(intake: Intake, onSeal: () => void = () => undefined): CountingParts['intake'] {
  const around = async (work: Promise<boolean>): Promise<boolean> => {
    const isSealed = await work
    onSeal()
    return isSealed
  }
  return {
    wants: intake.wants,
    take: (...taken) => (onSeal(), around(intake.take(...taken))),
    takeTotals: (totals) => (onSeal(), around(intake.takeTotals(totals))),
  }
}

/** The reports in the spool below a folder, in order. */
export function reportsIn(folder: string): Report[] {
  const sealed = join(folder, 'spool', 'sealed')
  return readdirSync(sealed)
    .sort()
    .map((name) => {
      const report = parseReport(readFileSync(join(sealed, name), 'utf8'))
      if (typeof report === 'string') throw new Error(report)
      return report
    })
}

/** What was sealed below a folder: ids of events and texts of totals, sorted; each must be there once. */
export function saidIn(folder: string): readonly string[] {
  const reports = reportsIn(folder)
  const said = [
    ...reports.flatMap(({ entries }) => entries.map(({ id }) => id)),
    ...reports.flatMap(({ totals = [] }) => totals.map((each: Totals) => JSON.stringify(each))),
  ]
  return said.sort()
}

/** Copies what a kill would leave on the disk. */
export function leave(folder: string, copy: string): void {
  mkdirSync(copy, { recursive: true })
  const spool = join(copy, 'spool')
  cpSync(join(folder, 'spool'), spool, { recursive: true })
  for (const each of Object.values(spoolFolders(spool))) chmodSync(each, 0o700)
}
