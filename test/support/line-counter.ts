import { createHash } from 'node:crypto'
import { basename } from 'node:path'
import type { CountedLog, CountedNews, Counter } from '../../agent/counters/counter.ts'
import { eventOf } from './events.ts'

/** After so many lines of a log it has an event and totals to tell. */
const LINES = 3

interface LogState {
  lines: number
  bytes: number
  /** Of all lines so far, in their order. */
  chain: string
  /** When it was last read to its end. */
  ended?: number
}

interface LineState {
  readonly logs: Record<string, LogState>
  /** Names of logs and numbers of lines that are still to be told. */
  told: (readonly [name: string, lines: number])[]
}

/** Counts lines and bytes, and knows of every line whether it came once and in order. */
export class LineCounter implements Counter {
  readonly #state: LineState

  constructor(saved?: unknown) {
    // The tests alone write it.
    this.#state = saved === undefined ? { logs: {}, told: [] } : JSON.parse(JSON.stringify(saved))
  }

  take(log: CountedLog, lines: Buffer): void {
    for (const line of lines.toString('latin1').split(/(?<=\n)/)) this.#takeLine(basename(log.path), line)
  }

  ended({ path }: CountedLog, now: number): void {
    const log = this.#state.logs[basename(path)]
    if (log !== undefined) log.ended = now
  }

  left({ path }: CountedLog): void {
    delete this.#state.logs[basename(path)]?.ended
  }

  news(): CountedNews {
    const { told } = this.#state
    this.#state.told = []
    return {
      events: told.map(([name, lines]) => ({ event: eventOf('log_gap', { bytes: lines }), name: `${name} ${lines}` })),
      totals: told.map(([name, lines]) => ({
        kind: 'traffic',
        start: 60 * Number.parseInt(Buffer.from(name).toString('hex').slice(0, 10), 16),
        seconds: 60,
        revision: lines,
        rows: [['', lines, 0, 0, 0, 0, 0, 0]],
      })),
    }
  }

  saved(): unknown {
    return this.#state
  }

  #takeLine(name: string, line: string): void {
    const log = (this.#state.logs[name] ??= { lines: 0, bytes: 0, chain: '' })
    log.lines += 1
    log.bytes += line.length
    log.chain = createHash('sha256').update(`${log.chain}${line}`).digest('hex')
    if (log.lines % LINES === 0) this.#state.told.push([name, log.lines])
  }
}
