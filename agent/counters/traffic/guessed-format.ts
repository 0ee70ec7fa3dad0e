import * as v from 'valibot'
import type { LineParser } from '../../../lib/traffic/log-format/line-parser.ts'
import { TRIED_FORMATS } from '../../../lib/traffic/log-format/tried-formats.ts'
import type { LineParsers } from './line-parsers.ts'

/** Lines by which the format of a log is chosen. */
const SAMPLE = 100

/** The format that is read until a line fits any. */
const USUAL = TRIED_FORMATS.indexOf('combined')

/** Before the first line; nobody writes to it. */
const NONE_FIT: number[] = TRIED_FORMATS.map(() => 0)

const number = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

/** The number of the format in TRIED_FORMATS; before it is known, lines that were tried, and those that fit each. */
export const savedFormat = v.union([
  v.pipe(number, v.maxValue(TRIED_FORMATS.length - 1)),
  v.pipe(v.array(number), v.length(TRIED_FORMATS.length + 1)),
])

/** See `savedFormat`. */
export type SavedFormat = v.InferOutput<typeof savedFormat>

/**
 * The format of a log, guessed by its first lines: each of them is tried with all formats, and read by the one that
 * most lines fit so far. So it does not depend on how many come at once.
 */
export class GuessedFormat {
  readonly #parsers: LineParsers
  #known: number | undefined
  #lines = 0
  #fitting = NONE_FIT

  constructor(parsers: LineParsers, saved?: SavedFormat) {
    this.#parsers = parsers
    if (typeof saved === 'number') this.#known = saved
    else if (saved !== undefined) [this.#lines = 0, ...this.#fitting] = saved
  }

  /** The reader of all further lines; undefined while each must be asked for. */
  get parser(): LineParser | undefined {
    return this.#known === undefined ? undefined : this.#parserOf(this.#known)
  }

  /** The reader of a line: one line, of which the format may follow. */
  parserFor(line: Buffer): LineParser {
    if (this.#lines === SAMPLE) [this.#lines, this.#fitting] = [0, NONE_FIT]
    if (this.#lines === 0) this.#fitting = [...NONE_FIT]
    this.#lines += 1
    for (const [format, fitting] of this.#fitting.entries())
      this.#fitting[format] = fitting + Number(isRead(this.#parserOf(format), line))
    const most = Math.max(...this.#fitting)
    const best = most === 0 ? USUAL : this.#fitting.indexOf(most)
    if (this.#lines === SAMPLE && most > 0) [this.#known, this.#fitting] = [best, NONE_FIT]
    return this.#parserOf(best)
  }

  /** Its name; undefined while nothing is known. */
  get name(): string | undefined {
    const most = Math.max(...this.#fitting)
    const format = this.#known ?? (most === 0 ? undefined : this.#fitting.indexOf(most))
    return format === undefined ? undefined : TRIED_FORMATS[format]
  }

  /** Undefined if no line came yet. */
  saved(): SavedFormat | undefined {
    if (this.#known !== undefined) return this.#known
    return this.#lines === 0 ? undefined : [this.#lines, ...this.#fitting]
  }

  #parserOf(format: number): LineParser {
    return this.#parsers.of(TRIED_FORMATS[format] ?? 'combined')
  }
}

function isRead(parser: LineParser, line: Buffer): boolean {
  parser.begin(line)
  parser.read(0)
  return parser.line.isRecognised
}
