import { IntervalFold } from '../../lib/traffic/interval-fold.ts'
import type { ClosedInterval, TrafficSink } from '../../lib/traffic/interval.ts'
import { isFormatFault } from '../../lib/traffic/log-format/format-fault.ts'
import { LineParser } from '../../lib/traffic/log-format/line-parser.ts'
import { compileFormat } from '../../lib/traffic/log-format/log-format.ts'
import { type TrafficLine, RANGE } from '../../lib/traffic/log-format/traffic-line.ts'

/** A parser of lines in a format, which must be fine. */
export function parserOf(format: string): LineParser {
  const plan = compileFormat(format)
  if (isFormatFault(plan)) throw new Error(`${format}: it ${plan.fault}`)
  return new LineParser(plan)
}

/** What a parser reads in one line; undefined if it does not recognise it. */
export function parsed(format: string, line: string): Record<string, string | number> | undefined {
  const parser = parserOf(format)
  parser.begin(Buffer.from(`${line}\n`, 'latin1'))
  parser.read(0)
  return parser.line.isRecognised ? told(parser.line) : undefined
}

/** A line as an object, without its empty ranges. */
export function told(line: TrafficLine): Record<string, string | number> {
  const texts = Object.entries(RANGE).map(
    ([name, range]) => [name, line.bytes.toString('latin1', line.starts[range], line.ends[range])] as const,
  )
  const { time, status, size } = line
  return { time, status, size, ...Object.fromEntries(texts.filter(([, text]) => text !== '')) }
}

/** A sink that keeps what closes. */
export class KeptIntervals implements TrafficSink {
  readonly intervals: ClosedInterval[] = []

  closed(interval: ClosedInterval): void {
    this.intervals.push(interval)
  }
}

/** What closes when a fold takes these lines at a time by the clock, and then all that is open. */
export function intervalsOfLines(
  lines: readonly string[],
  { now, outOfOrder = 10, format = 'common' }: { now: number; outOfOrder?: number; format?: string },
): readonly ClosedInterval[] {
  const fold = new IntervalFold({ interval: 10, outOfOrder })
  const kept = new KeptIntervals()
  fold.take(Buffer.from(lines.map((line) => `${line}\n`).join('')), parserOf(format), { now }, kept)
  fold.advance(now + 1000, kept)
  return kept.intervals
}
