import type { LineParser } from '../../../lib/traffic/log-format/line-parser.ts'
import type { Screen } from '../../replay/screen.ts'
import { AccessLines } from './access-lines.ts'
import { namedFormat } from './line-format.ts'

/** Makes readers of logs, and says once which format their lines have. */
export class FormatChoice {
  readonly #parser: LineParser | undefined
  readonly #fallback = namedFormat('combined')
  readonly #screen: Pick<Screen, 'say'>
  readonly #said = new Set<string | undefined>()

  /** `format`: the one that was named, if one was. Throws `ActionNeeded` (exit 2). */
  constructor(format: string | undefined, screen: Pick<Screen, 'say'>) {
    this.#parser = format === undefined ? undefined : namedFormat(format)
    this.#screen = screen
  }

  /** A reader of a log; `count` counts whole lines. */
  linesOf(name: string, count: (lines: Buffer, parser: LineParser) => void): AccessLines {
    const choose = (format: string | undefined): void => this.#say(name, format)
    return new AccessLines({ parser: this.#parser, fallback: this.#fallback, choose, count })
  }

  #say(name: string, format: string | undefined): void {
    if (this.#said.has(format)) return
    this.#said.add(format)
    this.#screen.say(
      format === undefined
        ? `${name}: its first lines fit no format that is known by name; write it after --format.`
        : `${name}: its lines are read as ${format}.`,
    )
  }
}
