import type { Writable } from 'node:stream'
import { elapsed } from '../../lib/system/clock.ts'
import { isTerminal, widthOf } from '../../lib/terminal/width.ts'
import { wrap } from '../../lib/terminal/wrap.ts'
import { plainText } from '../../lib/text/plain-text.ts'
import { Bar, type Shown } from './bar.ts'
import type { PastLog } from './plan.ts'

/** What a person sees on stderr: sentences and, on a terminal, a progress bar below them. */
export class Screen {
  readonly #stderr: Writable
  readonly #began = elapsed()
  #bar: Bar | undefined

  constructor(stderr: Writable) {
    this.#stderr = stderr
  }

  /** How long it has existed. */
  get seconds(): number {
    return (elapsed() - this.#began) / 1000
  }

  /** Starts the bar for these logs. */
  begin(logs: readonly PastLog[]): void {
    if (!isTerminal(this.#stderr)) return
    const total = logs.flatMap(({ files }) => files).reduce((sum, { size, upTo }) => sum + (upTo?.offset ?? size), 0)
    this.#bar = new Bar(this.#stderr, total, elapsed)
  }

  /** Updates the bar. */
  show(shown: Shown): void {
    this.#bar?.show(shown)
  }

  /** Clears the bar, so that something else can be written to the terminal. */
  clear(): void {
    this.#bar?.clear()
  }

  /** Writes a sentence, wrapped on a terminal; elsewhere it is one line, so that it can be searched for. */
  say(text: string): void {
    this.clear()
    const width = isTerminal(this.#stderr) ? widthOf(this.#stderr) : Infinity
    this.#stderr.write(`${wrap(plainText(text), width)}\n`)
  }
}
