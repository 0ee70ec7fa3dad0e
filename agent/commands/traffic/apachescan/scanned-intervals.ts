import { randomBytes } from 'node:crypto'
import { plainCell } from '../../../../lib/terminal/plain-cell.ts'
import { utf8Text } from '../../../../lib/text/utf8-text.ts'
import { dateAndTime } from '../../../../lib/time/date-and-time.ts'
import { intervalsOf, type GuardRule, type GuardWord } from '../../../../lib/traffic/guard/guard-rule.ts'
import { TrafficGuard } from '../../../../lib/traffic/guard/traffic-guard.ts'
import type { ClosedInterval, TrafficSink } from '../../../../lib/traffic/interval.ts'
import type { HashSeed } from '../../../../lib/traffic/key-hash.ts'
import { RANGE, type TrafficLine } from '../../../../lib/traffic/log-format/traffic-line.ts'
import { type TopList, TopLists } from '../../../../lib/traffic/top-lists.ts'
import type { ScanFlags } from './scan-flags.ts'
import { statisticsBlock } from './statistics-block.ts'

/** Slots of each list of an interval. */
const SLOTS = 512

const NEWLINE = 0x0a

interface OpenInterval {
  requests: number
  bytes: number
  readonly tops: TopLists
}

/** Prints intervals and alarms as Apache Scanner does: what is late is named, and does not count. */
export class ScannedIntervals implements TrafficSink {
  readonly #flags: ScanFlags
  readonly #print: (text: string) => void
  readonly #guard: TrafficGuard
  readonly #lists: readonly TopList[]
  readonly #seed: HashSeed
  /** Length of what the guard looks at, in seconds. */
  readonly #window: number
  readonly #open = new Map<number, OpenInterval>()
  /** Requests of closed intervals that the guard still looks at. */
  #recent: (readonly [start: number, requests: number])[] = []

  constructor(flags: ScanFlags, print: (text: string) => void) {
    this.#flags = flags
    this.#print = print
    const { threshold: over, alertInterval: window, interval, keys } = flags
    const limits = { over, least: 0, window, clear: 1, for: 0 }
    const rule: GuardRule = { measure: 'requests', ...limits, judges: 'closed intervals' }
    this.#guard = new TrafficGuard(rule, interval, (word) => this.#alarm(word))
    this.#lists = keys.flatMap((key) => [{ key, by: 'requests' } as const, { key, by: 'bytes' } as const])
    this.#seed = [randomBytes(4).readInt32LE(), randomBytes(4).readInt32LE()]
    this.#window = intervalsOf(rule, interval) * interval
  }

  counted(line: TrafficLine, start: number, isLate: boolean): void {
    if (isLate) return this.#print(`Receive Message too old ignore it; ${plainCell(wholeLine(line))}\n`)
    this.#guard.counted(line, start, isLate)
    const open = this.#open.get(start) ?? this.#opened(start)
    open.requests += 1
    open.bytes += line.size
    open.tops.count(line)
  }

  closed({ start }: ClosedInterval): void {
    this.#guard.passed(start)
    const open = this.#open.get(start)
    this.#open.delete(start)
    // All of its lines were late.
    if (open === undefined) return
    const { requests, bytes, tops } = open
    if (this.#flags.level !== 'warning') {
      const hits = this.#hits(start, requests)
      this.#print(`Number of requests last alert interval: ${hits} ${dateAndTime(start * 1000)}\n`)
      this.#print(statisticsBlock({ start, requests, bytes, tops: tops.certain(this.#flags.highest) }))
    }
    this.#guard.passed(start + this.#flags.interval)
  }

  passed(boundary: number): void {
    this.#guard.passed(boundary)
  }

  #opened(start: number): OpenInterval {
    const open = { requests: 0, bytes: 0, tops: new TopLists(this.#lists, { slots: SLOTS, seed: this.#seed }) }
    this.#open.set(start, open)
    return open
  }

  /** Requests in the window that ends with an interval, which is noted. */
  #hits(start: number, requests: number): number {
    const from = start + this.#flags.interval - this.#window
    this.#recent = [...this.#recent.filter(([each]) => each >= from), [start, requests]]
    return this.#recent.reduce((sum, [, requests]) => sum + requests, 0)
  }

  #alarm({ says, value, at }: GuardWord): void {
    const what = says === 'high' ? 'High traffic generated an alert' : 'Recover from high traffic'
    this.#print(`${what} - hits = ${value}, triggered at ${dateAndTime(at * 1000)}\n`)
  }
}

/** A line of the format `common`, which begins with the client. */
function wholeLine({ bytes, starts }: TrafficLine): string {
  const start = starts[RANGE.ip] ?? 0
  const end = bytes.indexOf(NEWLINE, start)
  return utf8Text(bytes.subarray(start, end === -1 ? bytes.length : end))
}
