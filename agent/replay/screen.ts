import type { Writable } from 'node:stream'
import { elapsed } from '../../lib/system/clock.ts'
import { isTerminal, widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { Bar, type Shown } from './bar.ts'
import type { PastLog } from './plan.ts'

/** What a person sees on stderr: sentences and, on a terminal, a bar below them. */
export class Screen {
  readonly #stderr: Writable
  readonly #began = elapsed()
  #bar: Bar | undefined

  constructor(stderr: Writable) {
    this.#stderr = stderr
  }

  /** Since its beginning. */
  get seconds(): number {
    return (elapsed() - this.#began) / 1000
  }

  /** These will be read. */
  begin(logs: readonly PastLog[]): void {
    if (!isTerminal(this.#stderr)) return
    const total = logs.flatMap(({ files }) => files).reduce((sum, { size, upTo }) => sum + (upTo?.offset ?? size), 0)
    this.#bar = new Bar(this.#stderr, total, elapsed)
  }

  /** It is so far. */
  show(shown: Shown): void {
    this.#bar?.show(shown)
  }

  /** Lets something else be written to the terminal. */
  clear(): void {
    this.#bar?.clear()
  }

  /** Says one sentence, in lines that fit on a terminal; elsewhere it is one line, for who searches it. */
  say(text: string): void {
    this.clear()
    const width = isTerminal(this.#stderr) ? widthOf(this.#stderr) : Infinity
    this.#stderr.write(`${wrap(plainText(text), width)}\n`)
  }
}
