import { type LinePlan, type LineStep, READS } from './line-plan.ts'
import { StampReader } from './stamp-reader.ts'
import { textEnd } from './text-end.ts'
import { type TrafficLine, RANGE } from './traffic-line.ts'
import { requestEnd } from './usual-request.ts'

const [NEWLINE, SPACE, QUOTE, MINUS, ZERO, BRACKET] = [0x0a, 0x20, 0x22, 0x2d, 0x30, 0x5d]

const UNUSUAL = -1

/** How formats go on after their first texts: `[%t] "%r" %>s %b`, as steps with the text between them. */
const ENDING = [
  { reads: READS.stamp, after: '] "' },
  { reads: READS.request, after: '" ' },
  { reads: READS.status, after: ' ' },
  { reads: READS.bytes, after: undefined },
] as const

/** Digits of a size at most: so that it stays a small whole number, which is faster. */
const DIGITS = 9

/**
 * Reads what almost all lines are in almost all formats: texts without quotes, then what the format `common` ends with,
 * in one pass that does not ask a plan at each field. It reads a line exactly as LineParser does, or not at all; what
 * it does not read costs one more look at the line.
 */
export class UsualLines {
  readonly #texts: readonly LineStep[]
  readonly #stamps: StampReader
  readonly #width: number

  private constructor(texts: readonly LineStep[], stamps: StampReader, width: number) {
    this.#texts = texts
    this.#stamps = stamps
    this.#width = width
  }

  /** Undefined for a format of another kind. */
  static of({ before, steps }: LinePlan): UsualLines | undefined {
    const [texts, ending] = [steps.slice(0, -ENDING.length), steps.slice(-ENDING.length)]
    const form = ending[0]?.form
    if (form === undefined || !('width' in form) || before.length > 0) return undefined
    if (texts.some(({ reads }) => reads !== READS.text)) return undefined
    const isUsual = ENDING.every(({ reads, after }, index) => {
      const step = ending[index]
      return step?.reads === reads && (after === undefined || Buffer.from(after).equals(step.after))
    })
    return isUsual ? new UsualLines(texts, new StampReader(form), form.width) : undefined
  }

  /** Reads the line that begins there; returns where its size ends, or -1. */
  read(line: TrafficLine, start: number): number {
    const stamp = this.#textsEnd(line, start)
    const request = stamp === UNUSUAL ? UNUSUAL : this.#stampEnd(line, stamp)
    const quote = request === UNUSUAL ? UNUSUAL : requestEnd(line, request)
    return quote === UNUSUAL ? UNUSUAL : numbersEnd(line, quote)
  }

  /** Where the stamp begins. */
  #textsEnd(line: TrafficLine, start: number): number {
    const texts = this.#texts
    let at = start
    for (let index = 0; index < texts.length; index += 1) {
      const text = texts[index]
      if (text === undefined) break
      const end = textEnd(line.bytes, at, text.stop, text.after)
      if (end === -1 || end === at) return UNUSUAL
      if (text.range !== -1) line.fill(text.range, at, end)
      at = end + text.after.length
    }
    return at
  }

  /** Where the request begins. */
  #stampEnd(line: TrafficLine, start: number): number {
    const { bytes, view } = line
    const second = this.#stamps.read(view, start)
    if (second === -1) return UNUSUAL
    line.time = this.#stamps.minute + second
    const end = start + this.#width
    return bytes[end] === BRACKET && bytes[end + 1] === SPACE && bytes[end + 2] === QUOTE ? end + 3 : UNUSUAL
  }
}

/** Reads a status of three digits and a size, after the quote of a request. */
function numbersEnd(line: TrafficLine, quote: number): number {
  const { bytes } = line
  const start = quote + 2
  if (bytes[quote + 1] !== SPACE || bytes[start + 3] !== SPACE) return UNUSUAL
  const hundreds = digitAt(bytes, start)
  const tens = digitAt(bytes, start + 1)
  const ones = digitAt(bytes, start + 2)
  if (hundreds > 9 || tens > 9 || ones > 9) return UNUSUAL
  line.status = hundreds * 100 + tens * 10 + ones
  line.fill(RANGE.status_code, start, start + 3)
  return sizeEnd(line, start + 4)
}

function sizeEnd(line: TrafficLine, start: number): number {
  const { bytes } = line
  let at = start
  let size = 0
  for (let digit = digitAt(bytes, at); digit <= 9; digit = digitAt(bytes, at)) {
    size = size * 10 + digit
    at += 1
    if (at - start > DIGITS) return UNUSUAL
  }
  if (at === start) {
    if (bytes[at] !== MINUS) return UNUSUAL
    at += 1
  }
  line.size = size
  return bytes[at] === SPACE || bytes[at] === NEWLINE ? at : UNUSUAL
}

/** Above 9 for what is no digit. */
function digitAt(bytes: Buffer, at: number): number {
  return ((bytes[at] ?? NEWLINE) - ZERO) & 0xff
}
