import { type LinePlan, type LineStep, READS } from './line-plan.ts'
import { readBareRequest, readPage, readRequest } from './request-text.ts'
import { StampReader } from './stamp-reader.ts'
import { holdsRest, lineEnd, quoteEnd, textEnd } from './text-end.ts'
import { TrafficLine, RANGE } from './traffic-line.ts'
import { UsualLines } from './usual-lines.ts'

const [NEWLINE, RETURN, SPACE, MINUS, POINT, ZERO] = [0x0a, 0x0d, 0x20, 0x2d, 0x2e, 0x30]

/** Digits of a number at most: so that sums are exact, too. */
const DIGITS = { status: 9, bytes: 13, time: 16 }

const NOT_RECOGNISED = -1

/** A step with what it needs. As a class, so that all steps have one shape, which is faster. */
class PreparedStep {
  readonly reads: LineStep['reads']
  readonly range: number
  readonly stop: number
  readonly after: Uint8Array
  readonly isQuoted: boolean
  readonly stamps: StampReader | undefined
  readonly width: number
  readonly perSecond: number

  constructor({ reads, range, stop, after, isQuoted, form }: LineStep) {
    const isStamp = form !== undefined && 'width' in form
    this.reads = reads
    this.range = range
    this.stop = stop
    this.after = after
    this.isQuoted = isQuoted
    this.stamps = isStamp ? new StampReader(form) : undefined
    this.width = isStamp ? form.width : 0
    this.perSecond = form !== undefined && !isStamp ? form.perSecond : 1
  }
}

/**
 * Reads lines of one format as bytes: one pass to the last field that counts, then the search for the newline. No text
 * is made of a line, nothing throws, and its time is linear.
 */
export class LineParser {
  readonly line = new TrafficLine()
  readonly #before: Uint8Array
  readonly #steps: readonly PreparedStep[]
  readonly #usual: UsualLines | undefined

  constructor(plan: LinePlan) {
    this.#before = plan.before
    this.#steps = plan.steps.map((step) => new PreparedStep(step))
    this.#usual = UsualLines.of(plan)
  }

  /** Begins to read these bytes: whole lines. They must stay as they are while `line` is used. */
  begin(bytes: Buffer): void {
    this.line.bytes = bytes
    this.line.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  /** Reads the line that begins there into `line`, and returns where the next one begins. */
  read(start: number): number {
    const { line } = this
    let end = this.#usual === undefined ? NOT_RECOGNISED : this.#usual.read(line, start)
    if (end === NOT_RECOGNISED) end = this.#fill(line.bytes, start)
    line.isRecognised = end !== NOT_RECOGNISED
    return lineEnd(line.bytes, end === NOT_RECOGNISED ? start : end)
  }

  /** Where the last field that counts ends; NOT_RECOGNISED if the line has another format. */
  #fill(bytes: Buffer, start: number): number {
    const before = this.#before
    if (before.length > 0 && (bytes[start] !== before[0] || !holdsRest(bytes, start, before))) return NOT_RECOGNISED
    const steps = this.#steps
    const last = steps.length - 1
    let at = start + before.length
    for (let index = 0; index <= last; index += 1) {
      const step = steps[index]
      if (step === undefined) break
      let end = this.#end(bytes, step, at)
      if (end === NOT_RECOGNISED) end = this.#laterStamp(bytes, index, at)
      if (end === NOT_RECOGNISED) return NOT_RECOGNISED
      const next = bytes[end] ?? NEWLINE
      if (index === last) return isEnd(step, next) ? end : NOT_RECOGNISED
      if (!isFollowed(step, bytes, end, next)) return NOT_RECOGNISED
      at = end + step.after.length
    }
    return NOT_RECOGNISED
  }

  /** Reads one field; returns where it ends. */
  #end(bytes: Buffer, step: PreparedStep, at: number): number {
    switch (step.reads) {
      case READS.text:
      case READS.quoted:
        return this.#text(bytes, step, at)
      case READS.request:
        return step.isQuoted ? readRequest(this.line, at) : readBareRequest(this.line, at, step.stop, step.after)
      case READS.page:
        return this.#page(bytes, step, at)
      case READS.status:
        return this.#status(bytes, at)
      case READS.bytes:
        return this.#bytes(bytes, at)
      case READS.stamp:
        return this.#stamp(step, at)
      case READS.number:
        return this.#time(bytes, step, at)
    }
  }

  /** Neither Apache nor nginx writes nothing outside quotes: it would be `-`, or `""`. */
  #text(bytes: Buffer, step: PreparedStep, at: number): number {
    const end = step.isQuoted ? quoteEnd(bytes, at) : textEnd(bytes, at, step.stop, step.after)
    if (end === at && !step.isQuoted) return NOT_RECOGNISED
    if (step.range !== -1) this.line.fill(step.range, at, end)
    return end
  }

  #page(bytes: Buffer, step: PreparedStep, at: number): number {
    const end = step.isQuoted ? quoteEnd(bytes, at) : textEnd(bytes, at, step.stop, step.after)
    if (end !== NOT_RECOGNISED) readPage(this.line, at, end)
    return end
  }

  #status(bytes: Buffer, start: number): number {
    const end = digitsEnd(bytes, start)
    if (end === start || end - start > DIGITS.status) return NOT_RECOGNISED
    this.line.status = numberOf(bytes, start, end)
    this.line.fill(RANGE.status_code, start, end)
    return end
  }

  #bytes(bytes: Buffer, start: number): number {
    if (bytes[start] === MINUS) {
      this.line.size = 0
      return start + 1
    }
    const end = digitsEnd(bytes, start)
    if (end === start || end - start > DIGITS.bytes) return NOT_RECOGNISED
    this.line.size = numberOf(bytes, start, end)
    return end
  }

  #stamp({ stamps, width }: PreparedStep, at: number): number {
    if (stamps === undefined) return NOT_RECOGNISED
    const second = stamps.read(this.line.view, at)
    if (second === NOT_RECOGNISED) return NOT_RECOGNISED
    this.line.time = stamps.minute + second
    return at + width
  }

  /**
   * A client chooses the name of a user that is not logged in: with ` [` in it, no request of his would be counted. So
   * where no stamp is, a later one is looked for.
   */
  #laterStamp(bytes: Buffer, index: number, at: number): number {
    const [text, stamp] = [this.#steps[index - 1], this.#steps[index]]
    if (stamp?.stamps === undefined || text?.reads !== READS.text) return NOT_RECOGNISED
    for (let from = at - text.after.length + 1; ;) {
      const end = textEnd(bytes, from, text.stop, text.after)
      if (end === NOT_RECOGNISED) return NOT_RECOGNISED
      const stampEnd = this.#stamp(stamp, end + text.after.length)
      if (stampEnd !== NOT_RECOGNISED) {
        if (text.range !== -1) this.line.ends[text.range] = end
        return stampEnd
      }
      from = end + 1
    }
  }

  /** Perhaps with a fraction. */
  #time(bytes: Buffer, { perSecond }: PreparedStep, start: number): number {
    const end = digitsEnd(bytes, start)
    if (end === start || end - start > DIGITS.time) return NOT_RECOGNISED
    this.line.time = Math.floor(numberOf(bytes, start, end) / perSecond)
    return bytes[end] === POINT ? digitsEnd(bytes, end + 1) : end
  }
}

/** Whether the text after a field is there; `next` is its first byte. */
function isFollowed({ stop, after }: PreparedStep, bytes: Buffer, end: number, next: number): boolean {
  return after.length === 0 || (next === stop && (after.length === 1 || holdsRest(bytes, end, after)))
}

/** What may follow the last field that counts. */
function isEnd({ stop, isQuoted }: PreparedStep, byte: number): boolean {
  return byte === stop || byte === NEWLINE || byte === RETURN || (byte === SPACE && !isQuoted)
}

function digitsEnd(bytes: Buffer, start: number): number {
  let at = start
  for (;;) {
    const digit = (bytes[at] ?? NEWLINE) - ZERO
    if (digit < 0 || digit > 9) return at
    at += 1
  }
}

function numberOf(bytes: Buffer, start: number, end: number): number {
  let number = 0
  for (let at = start; at < end; at += 1) number = number * 10 + (bytes[at] ?? ZERO) - ZERO
  return number
}
