import { plainText } from '../../../lib/text/plain-text.ts'
import { isFormatFault } from '../../../lib/traffic/log-format/format-fault.ts'
import { LineParser } from '../../../lib/traffic/log-format/line-parser.ts'
import { LOG_FORMATS, compileFormat } from '../../../lib/traffic/log-format/log-format.ts'
import { TRIED_FORMATS } from '../../../lib/traffic/log-format/tried-formats.ts'
import { wrongTraffic } from './traffic-request.ts'

/** Reads lines of a format that was named, or written out. Throws `ActionNeeded` (exit 2). */
export function namedFormat(format: string): LineParser {
  const plan = compileFormat(format)
  if (!isFormatFault(plan)) return new LineParser(plan)
  const known = Object.keys(LOG_FORMATS).join(', ')
  throw wrongTraffic(`--format "${plainText(format.slice(0, 200))}" ${plan.fault}; known by name: ${known}`)
}

/** The known format that most of these lines fit; undefined if none fits any. */
export function fittingFormat(
  lines: readonly Buffer[],
): { readonly name: string; readonly parser: LineParser } | undefined {
  let best: { readonly name: string; readonly parser: LineParser; readonly fitting: number } | undefined
  for (const name of TRIED_FORMATS) {
    const parser = namedFormat(name)
    const fitting = lines.filter((line) => isRead(parser, line)).length
    if (fitting > (best?.fitting ?? 0)) best = { name, parser, fitting }
  }
  if (best?.name !== 'combined') return best
  // Lines of both are read alike; only this tells them apart.
  const isCommon = !lines.some((line) => line.includes('" "'))
  return isCommon ? { ...best, name: 'common' } : best
}

function isRead(parser: LineParser, line: Buffer): boolean {
  parser.begin(line)
  parser.read(0)
  return parser.line.isRecognised
}
