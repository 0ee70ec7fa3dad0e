import { type IntervalRows, rowCounts, sumOfRows } from './interval-rows.ts'
import { type ClosedInterval, OTHER_VHOSTS, type TrafficCounts, type TrafficSink, intervalOf } from './interval.ts'
import type { LineParser } from './log-format/line-parser.ts'
import { type TrafficLine, RANGE } from './log-format/traffic-line.ts'
import { MOST_OPEN, type SavedIntervals, rowsOf, savedRows } from './saved-intervals.ts'
import { SpareRows } from './spare-rows.ts'
import { FIRST_NAME, OTHER_NAME, NO_NAME, VhostNames } from './vhost-names.ts'

/** How intervals are made. */
export interface IntervalSettings {
  /** Their length in seconds, a whole number. */
  readonly interval: number
  /** How much later than another a line may come and still count where it belongs, in seconds. */
  readonly outOfOrder: number
  /** Shared by many logs. */
  readonly spare?: SpareRows
}

/** What is known of bytes of a log. */
export interface TakenFrom {
  /** The clock, in seconds since 1970-01-01T00:00:00Z. */
  readonly now: number
  /** The virtual host of all lines, where the format does not name it: that of the log. */
  readonly vhost?: string
}

/** Names of virtual hosts that may be known without a use. */
const MANY_NAMES = 5000

/** How far a clock may be ahead of ours, in seconds. */
const AHEAD = 10

/**
 * Counts requests by intervals. Few are open at a time, the newest and those that lines may still come for; they close
 * in order. No line is dropped: what comes too late, or from beyond the clock, counts in the newest open one. Empty
 * intervals do not exist here, so a gap costs nothing. How lines are cut into chunks changes neither what is closed nor
 * the state.
 */
export class IntervalFold {
  readonly #interval: number
  readonly #outOfOrder: number
  /** Length of the time that is open, up to the beginning of the newest interval. */
  readonly #span: number
  readonly #names: VhostNames
  /** In the order of their beginnings. */
  #open: IntervalRows[]
  readonly #spare: SpareRows
  /** All that begins before is closed; -Infinity before the first line. */
  #boundary: number
  /** Where lines from `#from` to before `#until` count. */
  #current: IntervalRows | undefined
  #from = 0
  #until = 0
  /** The number of the log's virtual host, and its name; -1 where it must be looked up. */
  #ofLog = -1
  #vhost: string | undefined

  /**
   * Begins anew, or where `saved` stands, which is of the same settings (`readIntervals`). Without that, all is closed
   * that begins before `boundary`.
   */
  constructor({ interval, outOfOrder, spare }: IntervalSettings, saved?: SavedIntervals, boundary = -Infinity) {
    this.#interval = interval
    this.#outOfOrder = outOfOrder
    this.#span = (Math.min(MOST_OPEN, Math.ceil((interval + outOfOrder) / interval)) - 1) * interval
    this.#names = new VhostNames(saved?.names)
    this.#spare = spare ?? new SpareRows()
    this.#boundary = saved === undefined ? boundary : (saved.boundary ?? -Infinity)
    this.#open = (saved?.open ?? []).map(rowsOf)
  }

  /** All intervals that begin before are closed; -Infinity before the first line. */
  get boundary(): number {
    return this.#boundary
  }

  /** Whether no interval is open. */
  get isEmpty(): boolean {
    return this.#open.length === 0
  }

  /** What was counted so far of intervals that are open and have a time, in their order. */
  openIntervals(): readonly ClosedInterval[] {
    return this.#open.filter(({ start }) => !Number.isNaN(start)).map((rows) => this.#asClosed(rows))
  }

  /** Counts whole lines. */
  take(bytes: Buffer, parser: LineParser, { now, vhost }: TakenFrom, sink: TrafficSink): void {
    this.#mindClock(now, sink)
    if (vhost !== this.#vhost) {
      this.#vhost = vhost
      this.#ofLog = -1
    }
    parser.begin(bytes)
    for (let at = 0; at < bytes.length;) {
      at = parser.read(at)
      if (parser.line.isRecognised) this.#count(parser.line, now + AHEAD, sink)
      else this.#newest().unrecognised += 1
    }
  }

  /** Closes by the clock what no line can come for any more: where a log was read to its end. */
  advance(now: number, sink: TrafficSink): void {
    this.#mindClock(now, sink)
    const boundary = intervalOf(now - this.#outOfOrder, this.#interval)
    const [first] = this.#open
    if (first !== undefined && Number.isNaN(first.start)) first.start = boundary - this.#interval
    this.#close(boundary, sink)
  }

  /** Closes all intervals: no line comes any more. */
  end(now: number, sink: TrafficSink): void {
    const [first] = this.#open
    if (first !== undefined && Number.isNaN(first.start)) first.start = intervalOf(now, this.#interval)
    this.#close(Infinity, sink)
  }

  /** The state as plain JSON. */
  saved(): SavedIntervals {
    return {
      version: 1,
      interval: this.#interval,
      outOfOrder: this.#outOfOrder,
      boundary: this.#boundary === -Infinity ? null : this.#boundary,
      names: [...this.#names.names],
      open: this.#open.map(savedRows),
    }
  }

  #count(line: TrafficLine, latest: number, sink: TrafficSink): void {
    const { time } = line
    let rows = this.#current
    let isLate = false
    if (time > latest) {
      rows = this.#newest()
      rows.future += 1
    } else if (rows === undefined || time < this.#from || time >= this.#until) {
      rows = this.#placeOf(time, sink)
      isLate = rows === undefined
      if (rows === undefined) {
        rows = this.#newest()
        rows.late += 1
      }
    }
    rows.count(this.#vhostOf(line), line)
    if (sink.counted !== undefined) sink.counted(line, rows.start, isLate)
  }

  #vhostOf(line: TrafficLine): number {
    const start = line.starts[RANGE.vhost] ?? 0
    const end = line.ends[RANGE.vhost] ?? 0
    if (start !== end) return this.#names.numberIn(line.bytes, line.view, start, end)
    if (this.#ofLog === -1)
      this.#ofLog = this.#vhost === undefined ? NO_NAME : this.#names.numberOf(Buffer.from(this.#vhost))
    return this.#ofLog
  }

  /** The interval of a time, opened if it was not; undefined if it is closed. */
  #placeOf(time: number, sink: TrafficSink): IntervalRows | undefined {
    const start = intervalOf(time, this.#interval)
    if (start < this.#boundary) return undefined
    const [first] = this.#open
    if (first !== undefined && Number.isNaN(first.start)) first.start = start
    this.#close(start - this.#span, sink)
    let rows = this.#open.find((each) => each.start === start)
    if (rows === undefined) {
      rows = this.#spare.rowsOf(start)
      this.#open.push(rows)
      if (this.#open.length > 1) this.#open.sort((one, other) => one.start - other.start)
    }
    this.#current = rows
    this.#from = start
    this.#until = start + this.#interval
    return rows
  }

  /** Where lines count that belong nowhere else. */
  #newest(): IntervalRows {
    const newest = this.#open.at(-1)
    if (newest !== undefined) return newest
    const rows = this.#spare.rowsOf(this.#boundary === -Infinity ? NaN : this.#boundary)
    this.#open.push(rows)
    return rows
  }

  /** Closes all intervals that begin before a time. */
  #close(boundary: number, sink: TrafficSink): void {
    if (boundary <= this.#boundary) return
    this.#boundary = boundary
    let closed = 0
    // NaN is no beginning before.
    for (; (this.#open[closed]?.start ?? Infinity) < boundary; closed += 1);
    if (closed > 0) {
      this.#current = undefined
      for (const rows of this.#open.splice(0, closed)) {
        sink.closed(this.#asClosed(rows))
        this.#spare.take(rows)
      }
      this.#forgetNames()
    }
    sink.passed?.(boundary)
  }

  /** A clock that went back had opened or closed what is ahead of it now: it must not make all lines late. */
  #mindClock(now: number, sink: TrafficSink): void {
    const newest = Math.max(this.#boundary, this.#open.at(-1)?.start ?? this.#boundary)
    if (!(newest > now + AHEAD)) return
    this.#close(newest + this.#interval, sink)
    this.#boundary = -Infinity
    this.#close(intervalOf(now - this.#outOfOrder, this.#interval), sink)
  }

  /** Once most names are of no open interval, or many are known: as each time costs as much as there are names. */
  #forgetNames(): void {
    if (this.#names.names.length === 0) return
    const used = [...new Set(this.#open.flatMap((rows) => rows.numbers()))]
      .filter((number) => number >= FIRST_NAME)
      .sort((one, other) => one - other)
    const known = this.#names.names.length
    if (used.length === known || (used.length * 2 > known && known < MANY_NAMES)) return
    this.#names.keep(used)
    const numbers = new Map(used.map((number, index) => [number, index + FIRST_NAME]))
    for (const rows of this.#open) rows.renumber(numbers)
    this.#ofLog = -1
  }

  #asClosed(rows: IntervalRows): ClosedInterval {
    const { start, late, future, unrecognised } = rows
    const vhosts = new Map<string, TrafficCounts>()
    const counted = rows.numbers().map((number) => {
      const row = rows.row(number)
      if (number !== NO_NAME) vhosts.set(this.#nameOf(number), rowCounts(row))
      return row
    })
    const sum = rowCounts(sumOfRows(counted))
    return { start, seconds: this.#interval, ...sum, late, future, unrecognised, vhosts }
  }

  #nameOf(number: number): string {
    return number === OTHER_NAME ? OTHER_VHOSTS : (this.#names.names[number - FIRST_NAME] ?? OTHER_VHOSTS)
  }
}
