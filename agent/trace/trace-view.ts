import type { TracedLine } from './follow-along.ts'
import { LineCounts } from './line-counts.ts'
import type { LineForm, Uncounted } from './shown-line.ts'

/** Rows of lines that are shown in any second; further lines are only counted. */
const MOST_A_SECOND = 20

/** Milliseconds after which lines without a row are told by their number. */
const PATIENCE = 5000

/** What a view works with. */
export interface TraceViewParts {
  readonly form: LineForm
  /** Names of the sources, in the order of the summary. */
  readonly sources: readonly string[]
  /** How many lines have a row until it ends; Infinity for ever. */
  readonly most: number
  readonly print: (text: string) => void
  /** Called when that many were shown. */
  readonly onEnd: () => void
  readonly clock: { readonly now: () => number; readonly elapsed: () => number }
}

/** Lines of one source that have no row. */
type Rest = Record<Uncounted, number>

/** Shows lines while they come, at a bounded rate, and counts all of them. */
export class TraceView {
  readonly #parts: TraceViewParts
  readonly #counts: ReadonlyMap<string, LineCounts>
  readonly #rests = new Map<string, Rest>()
  #left: number
  #second = -Infinity
  #shown = 0
  #timer: NodeJS.Timeout | undefined

  constructor(parts: TraceViewParts) {
    this.#parts = parts
    this.#left = parts.most
    this.#counts = new Map(parts.sources.map((source) => [source, new LineCounts()]))
  }

  /** What each source's lines were taken for. */
  get counts(): ReadonlyMap<string, LineCounts> {
    return this.#counts
  }

  readonly take = (line: TracedLine): void => {
    if (this.#left <= 0) return
    const { source, verdict } = line
    this.#counts.get(source)?.note(verdict)
    if (verdict === 'not of interest') return this.#count(source, 'not_of_interest')
    if (!this.#hasRoom()) return this.#count(source, 'not_shown')
    this.#tellRest(source)
    const { form, print, onEnd } = this.#parts
    print(form.line(line, this.#now))
    this.#left -= 1
    if (this.#left === 0) onEnd()
  }

  /** Tells the lines that have no row, for the last time. */
  close(): void {
    this.#tellRests()
    clearTimeout(this.#timer)
  }

  get #now(): Date {
    return new Date(this.#parts.clock.now())
  }

  #hasRoom(): boolean {
    const now = this.#parts.clock.elapsed()
    if (now - this.#second >= 1000) [this.#second, this.#shown] = [now, 0]
    if (this.#shown >= MOST_A_SECOND) return false
    this.#shown += 1
    return true
  }

  #count(source: string, kind: Uncounted): void {
    const rest = this.#rests.get(source) ?? { not_of_interest: 0, not_shown: 0 }
    rest[kind] += 1
    this.#rests.set(source, rest)
    this.#timer ??= setTimeout(() => this.#tellRests(), PATIENCE)
  }

  #tellRests(): void {
    this.#timer = undefined
    for (const source of this.#rests.keys()) this.#tellRest(source)
  }

  #tellRest(source: string): void {
    const { form, print } = this.#parts
    const { not_of_interest: dull = 0, not_shown: many = 0 } = this.#rests.get(source) ?? {}
    this.#rests.delete(source)
    if (dull > 0) print(form.more(source, 'not_of_interest', dull, this.#now))
    if (many > 0) print(form.more(source, 'not_shown', many, this.#now))
  }
}
