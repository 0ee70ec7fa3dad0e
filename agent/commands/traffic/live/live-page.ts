import type { Writable } from 'node:stream'
import { counted } from '../../../../lib/terminal/count.ts'
import { wrap } from '../../../../lib/terminal/wrap.ts'
import { plainText } from '../../../../lib/text/plain-text.ts'
import type { GuardWord } from '../../../../lib/traffic/guard/guard-rule.ts'
import type { ClosedInterval } from '../../../../lib/traffic/interval.ts'
import type { IntervalSums, TrafficResult } from '../traffic-numbers.ts'
import { type TrafficScene, shownIn } from '../traffic-scene.ts'
import { NO_TRAFFIC, addInterval } from '../traffic-sums.ts'
import { intervalLines, requestsLine, topLines, wordLine } from '../traffic-tables.ts'
import type { TrafficView } from './traffic-view.ts'

/** What is kept: intervals for the sparkline, words of the guard and sentences about logs. */
const KEPT = { intervals: 60, words: 5, sentences: 3 }

/** Intervals that are shown at least and at most. */
const INTERVALS = { least: 3, most: 20 }

/** Lines around them: sparkline, heads, sum and blank lines. */
const AROUND = 6

/** Lines of a terminal that does not tell. */
const USUAL_ROWS = 24

/** To the first column of the first line; clears the rest of a line; clears what is below. */
const [HOME, REST, BELOW] = ['\u001b[H', '\u001b[K', '\u001b[J']

/** One page on a terminal, drawn anew with each interval. */
export class LivePage implements TrafficView {
  readonly #stdout: Writable
  readonly #scene: Pick<TrafficScene, 'zone' | 'stdout'>
  #intervals: IntervalSums[] = []
  #total = NO_TRAFFIC
  #tops: TrafficResult['tops'] = []
  #words: GuardWord[] = []
  #sentences: string[]

  constructor(scene: Pick<TrafficScene, 'zone' | 'stdout'>, logs: number) {
    this.#stdout = scene.stdout
    this.#scene = scene
    this.#sentences = [`Waits for new lines in ${counted(logs, 'log')}; Ctrl-C ends it.`]
    this.#draw()
  }

  closed(interval: ClosedInterval, tops: () => TrafficResult['tops']): void {
    this.#intervals = [...this.#intervals, interval].slice(-KEPT.intervals)
    this.#total = addInterval(this.#total, interval)
    this.#tops = tops()
    this.#draw()
  }

  said(word: GuardWord): void {
    this.#words = [...this.#words, word].slice(-KEPT.words)
    this.#draw()
  }

  say(text: string): void {
    this.#sentences = [...this.#sentences, text].slice(-KEPT.sentences)
    this.#draw()
  }

  #draw(): void {
    const height = rowsOf(this.#stdout)
    const { width } = shownIn(this.#scene)
    const lines = this.#lines(height)
      .join('')
      .split('\n')
      .slice(0, height - 1)
    this.#stdout.write(`${HOME}${lines.map((line) => `${cut(line, width)}${REST}\n`).join('')}${BELOW}`)
  }

  #lines(height: number): readonly string[] {
    const shown = shownIn(this.#scene)
    const below = [
      ...(this.#words.length > 0 ? ['\n'] : []),
      ...this.#words.map((word) => `${wordLine(word, this.#scene.zone)}\n`),
      ...this.#sentences.map((text) => `\n${wrap(plainText(text), shown.width)}\n`),
      // Last: what does not fit into the terminal is left out.
      ...topLines(this.#tops, shown),
    ]
    const most = Math.min(INTERVALS.most, Math.max(INTERVALS.least, height - below.length - AROUND))
    const table = intervalLines(this.#intervals.slice(-most), this.#total, shown)
    return [...requestsLine(this.#intervals, shown), ...table, ...below]
  }
}

function rowsOf(stdout: Writable): number {
  return 'rows' in stdout && typeof stdout.rows === 'number' && stdout.rows > 1 ? stdout.rows : USUAL_ROWS
}

/** Characters that take two columns, and perhaps some others (Unicode's East Asian Width). */
const WIDE = /[\u1100-\u115f\u2e80-\u{10ffff}]/u

/** What of a line fits into so many columns. */
function cut(line: string, columns: number): string {
  let [text, taken] = ['', 0]
  for (const character of line) {
    taken += WIDE.test(character) ? 2 : 1
    if (taken > columns) break
    text += character
  }
  return text
}
