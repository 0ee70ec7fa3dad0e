import { type LogLine, logLine } from '../../../../lib/patterns/lead-in.ts'
import { LineTemplates } from '../../../../lib/patterns/line-templates.ts'
import { utf8Text } from '../../../../lib/text/utf8-text.ts'
import type { UnusualRules } from './unusual-rules.ts'

/** Lines of a log as they are read, of which those that no rule knows are grouped; memory as `LineTemplates` takes. */
export class UnusualLines {
  readonly templates = new LineTemplates()
  readonly #rules: Pick<UnusualRules, 'ignore' | 'filter'>
  readonly #isTrimmed: boolean
  #read = 0
  #unusual = 0
  #first: string | undefined
  #last: string | undefined

  /** `isTrimmed`: whether blanks at both ends count as no part of a line. */
  constructor(rules: Pick<UnusualRules, 'ignore' | 'filter'>, isTrimmed: boolean) {
    this.#rules = rules
    this.#isTrimmed = isTrimmed
  }

  /** How many lines there were. */
  get read(): number {
    return this.#read
  }

  /** How many of them no rule of `ignore` knows, and one of `filter` fits, if there are any. */
  get unusual(): number {
    return this.#unusual
  }

  /** When the first of these was written, as it says itself; undefined if none says it. */
  get first(): string | undefined {
    return this.#first
  }

  /** The same of the last. */
  get last(): string | undefined {
    return this.#last
  }

  /** Takes a line without its newline; keeps none of its bytes. */
  take(bytes: Buffer): void {
    this.#read += 1
    const line = logLine(utf8Text(this.#isTrimmed ? trimmed(bytes) : bytes))
    if (!this.#isUnusual(line)) return
    this.#unusual += 1
    this.#first ??= line.stamp
    this.#last = line.stamp ?? this.#last
    this.templates.add(line)
  }

  #isUnusual(line: LogLine): boolean {
    const { ignore, filter } = this.#rules
    return ignore.knows(line) === undefined && (filter === undefined || filter.knows(line) !== undefined)
  }
}

/** A line without the blanks of ASCII at its ends. Of a trimmed text V8 would keep the blanks as well. */
function trimmed(bytes: Buffer): Buffer {
  let [start, end] = [0, bytes.length]
  while (start < end && isBlank(bytes[start])) start += 1
  while (end > start && isBlank(bytes[end - 1])) end -= 1
  return bytes.subarray(start, end)
}

function isBlank(byte = 0): boolean {
  return byte === 0x20 || (byte >= 0x09 && byte <= 0x0d)
}
