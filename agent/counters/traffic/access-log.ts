import * as v from 'valibot'
import { IntervalFold, type IntervalSettings } from '../../../lib/traffic/interval-fold.ts'
import type { ClosedInterval, TrafficSink } from '../../../lib/traffic/interval.ts'
import { readIntervals } from '../../../lib/traffic/saved-intervals.ts'
import { GuessedFormat, savedFormat } from './guessed-format.ts'
import type { LineParsers } from './line-parsers.ts'

/** The state of a log: of each part only what is not usual. `intervals` is that of its `IntervalFold`. */
export const savedAccessLog = v.strictObject({
  format: v.optional(savedFormat),
  /** Where nothing is open, all that begins before this is closed; null: nothing. */
  boundary: v.optional(v.nullable(v.pipe(v.number(), v.safeInteger()))),
  intervals: v.optional(v.unknown()),
})

/** See `savedAccessLog`. */
export type SavedAccessLog = v.InferOutput<typeof savedAccessLog>

/** What a log needs. */
interface AccessLogOptions extends IntervalSettings {
  readonly parsers: LineParsers
  /** Hears what becomes of its lines. */
  readonly sink: TrafficSink
  /** The format and virtual host that its item of the configuration says. */
  readonly format: string | undefined
  readonly vhost: string | undefined
  /** All intervals of the host that begin before this are closed: usual for a log that is new, or had no lines. */
  readonly boundary: number
}

/** What came of a log, for people. */
export interface AccessLogNumbers {
  /** The format that its lines are read as; null while none fits. */
  readonly format: string | null
  readonly requests: number
  readonly late: number
  readonly future: number
  readonly unrecognised: number
}

const NEWLINE = 0x0a

/** The requests of one access log, by intervals. */
export class AccessLog {
  readonly #options: AccessLogOptions
  readonly #fold: IntervalFold
  readonly #guessed: GuessedFormat
  readonly #sink: TrafficSink
  readonly #numbers = { requests: 0, late: 0, future: 0, unrecognised: 0 }
  /** When it was last heard of, by the clock; undefined since the program began. */
  heard: number | undefined

  constructor(options: AccessLogOptions, saved: SavedAccessLog = {}) {
    const { interval, outOfOrder, spare, parsers, boundary, sink } = options
    this.#options = options
    this.#sink = { ...sink, closed: (interval) => this.#closed(interval) }
    const intervals = readIntervals(saved.intervals, { interval, outOfOrder })
    this.#fold = new IntervalFold(
      { interval, outOfOrder, ...(spare && { spare }) },
      intervals,
      saved.boundary === null ? -Infinity : (saved.boundary ?? boundary),
    )
    this.#guessed = new GuessedFormat(parsers, saved.format)
  }

  /** The web site that it is of, where its configuration or its name says so. */
  get vhost(): string | undefined {
    return this.#options.vhost
  }

  /** All its intervals that begin before are closed. */
  get boundary(): number {
    return this.#fold.boundary
  }

  get numbers(): AccessLogNumbers {
    return { format: this.#options.format ?? this.#guessed.name ?? null, ...this.#numbers }
  }

  /** What was counted so far of open intervals. */
  open(): readonly ClosedInterval[] {
    return this.#fold.isEmpty ? [] : this.#fold.openIntervals()
  }

  /** Counts whole lines. */
  take(lines: Buffer, now: number): void {
    const { format, parsers, vhost } = this.#options
    const from = vhost === undefined ? { now } : { now, vhost }
    let rest = lines
    let parser = format === undefined ? this.#guessed.parser : parsers.of(format)
    while (parser === undefined && rest.length > 0) {
      const newline = rest.indexOf(NEWLINE)
      const line = newline === -1 ? rest : rest.subarray(0, newline + 1)
      this.#fold.take(line, this.#guessed.parserFor(line), from, this.#sink)
      rest = rest.subarray(line.length)
      parser = this.#guessed.parser
    }
    if (parser !== undefined && rest.length > 0) this.#fold.take(rest, parser, from, this.#sink)
  }

  /** It was read to its end: closes by the clock. */
  advance(now: number): void {
    this.#fold.advance(now, this.#sink)
  }

  /** Closes everything: no line comes any more. */
  end(): void {
    this.#fold.end(this.heard ?? 0, this.#sink)
  }

  /** The state; undefined if all is usual where all that begins before `boundary` is closed. */
  saved(boundary: number): SavedAccessLog | undefined {
    const format = this.#guessed.saved()
    const own = this.#fold.boundary
    const open = this.#fold.isEmpty
      ? own === boundary
        ? {}
        : { boundary: own === -Infinity ? null : own }
      : { intervals: this.#fold.saved() }
    const saved = { ...(format !== undefined && { format }), ...open }
    return Object.keys(saved).length === 0 ? undefined : saved
  }

  #closed(interval: ClosedInterval): void {
    const sum = this.#numbers
    sum.requests += interval.requests
    sum.late += interval.late
    sum.future += interval.future
    sum.unrecognised += interval.unrecognised
    this.#options.sink.closed(interval)
  }
}
