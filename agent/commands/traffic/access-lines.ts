import type { LineParser } from '../../../lib/traffic/log-format/line-parser.ts'
import { fittingFormat } from './line-format.ts'

/** Lines, and their bytes, by which the format of a log is chosen, at most. */
const SAMPLE = { lines: 100, bytes: 1_048_576 }

const NEWLINE = 0x0a

/** What `AccessLines` needs. */
interface AccessLinesOptions {
  /** Reads lines of the format that was named; undefined if the best one is to be chosen. */
  readonly parser: LineParser | undefined
  /** The best one where no known format fits. */
  readonly fallback: LineParser
  /** Says which format was chosen; undefined: none fits. */
  readonly choose: (name: string | undefined) => void
  /** Counts whole lines, each with its newline but perhaps the last. */
  readonly count: (lines: Buffer, parser: LineParser) => void
}

/** The lines of one log. The first ones wait until its format is known. */
export class AccessLines {
  readonly #options: AccessLinesOptions
  #parser: LineParser | undefined
  #waiting: Buffer[] = []
  #bytes = 0

  constructor(options: AccessLinesOptions) {
    this.#options = options
    this.#parser = options.parser
  }

  /** Takes whole lines, each with its newline but perhaps the last; their bytes are valid only meanwhile. */
  take(lines: Buffer): void {
    let rest = lines
    while (this.#parser === undefined && rest.length > 0) {
      const end = rest.indexOf(NEWLINE) + 1
      const line = rest.subarray(0, end === 0 ? rest.length : end)
      this.#wait(line)
      rest = rest.subarray(line.length)
    }
    if (this.#parser !== undefined && rest.length > 0) this.#options.count(rest, this.#parser)
  }

  /** Counts what waits: no line comes for now. */
  settle(): void {
    if (this.#waiting.length === 0) return
    const lines = this.#waiting
    this.#waiting = []
    this.#bytes = 0
    const fitting = fittingFormat(lines)
    this.#options.choose(fitting?.name)
    this.#parser = fitting?.parser ?? this.#options.fallback
    for (const line of lines) this.#options.count(line, this.#parser)
  }

  #wait(line: Buffer): void {
    this.#waiting.push(Buffer.from(line))
    this.#bytes += line.length
    if (this.#waiting.length >= SAMPLE.lines || this.#bytes >= SAMPLE.bytes) this.settle()
  }
}
