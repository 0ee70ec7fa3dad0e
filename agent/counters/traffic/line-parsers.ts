import { isFormatFault } from '../../../lib/traffic/log-format/format-fault.ts'
import { LineParser } from '../../../lib/traffic/log-format/line-parser.ts'
import { compileFormat } from '../../../lib/traffic/log-format/log-format.ts'

/** Readers of lines, one of each format, as many logs have the same. */
export class LineParsers {
  readonly #known = new Map<string, LineParser>()

  /** That of a format, which the configuration has checked. */
  of(format: string): LineParser {
    const known = this.#known.get(format)
    if (known !== undefined) return known
    const plan = compileFormat(format)
    if (isFormatFault(plan)) throw new Error(`the format ${plan.fault}`)
    const parser = new LineParser(plan)
    this.#known.set(format, parser)
    return parser
  }
}
