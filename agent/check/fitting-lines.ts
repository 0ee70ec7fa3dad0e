import { isFormatFault } from '../../lib/traffic/log-format/format-fault.ts'
import { LineParser } from '../../lib/traffic/log-format/line-parser.ts'
import { compileFormat } from '../../lib/traffic/log-format/log-format.ts'
import type { LastLines } from '../follow/files/last-lines.ts'

/** How many lines fit a format, and where the first begins that does not. */
export interface Fitting {
  readonly lines: number
  readonly fitting: number
  /** Bytes from the beginning of the file; undefined if all fit. */
  readonly unfit: number | undefined
}

/** Tries a format, which the configuration has checked, on lines. */
export function fittingLines({ bytes, offset }: LastLines, format: string): Fitting {
  const plan = compileFormat(format)
  if (isFormatFault(plan)) throw new Error(`the format ${plan.fault}`)
  const parser = new LineParser(plan)
  parser.begin(bytes)
  let [lines, fitting, unfit]: [number, number, number | undefined] = [0, 0, undefined]
  for (let at = 0; at < bytes.length;) {
    const next = parser.read(at)
    lines += 1
    if (parser.line.isRecognised) fitting += 1
    else unfit ??= offset + at
    at = next
  }
  return { lines, fitting, unfit }
}
