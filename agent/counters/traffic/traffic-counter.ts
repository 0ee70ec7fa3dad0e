import type { Totals } from '../../../lib/totals/totals.ts'
import type { LoginRule } from '../../../lib/traffic/guard/login-guard.ts'
import type { TrafficSink } from '../../../lib/traffic/interval.ts'
import { SpareRows } from '../../../lib/traffic/spare-rows.ts'
import type { TrafficConfig, TrafficLog, TrafficRule } from '../../config/traffic/traffic-config.ts'
import type { CountedLog, CountedNews, Counter } from '../counter.ts'
import { AccessLog, type AccessLogNumbers } from './access-log.ts'
import { type BoardWord, GuardBoard } from './guard-board.ts'
import { HostInterval, HostIntervals } from './host-interval.ts'
import { LineParsers } from './line-parsers.ts'
import { MinuteTotals } from './minute-totals.ts'
import { SavedNames, rowsWith } from './saved-rows.ts'
import { type SavedTraffic, readTraffic } from './saved-traffic.ts'
import { vhostOfLog } from './site-log.ts'
import { type NamedEvent, webLoginEvent, trafficEvent } from './traffic-events.ts'
import { itemOfLog } from './traffic-logs.ts'
import { WebLogins } from './web-logins.ts'

/** Rows of intervals that wait for logs, at most: beyond, the oldest close, and what comes later is late. */
const MOST_WAITING = 20_000

/** How long is waited for a log that nobody says anything of, in seconds. */
const PATIENCE = 600

/** How far intervals may be closed ahead of the clock before it counts as set back, in seconds. */
const AHEAD = 60

/**
 * Counts requests in access logs. Each log has its own intervals, so that one which is far behind makes no other late;
 * those of the host close once all logs have passed them.
 */
export class TrafficCounter implements Counter {
  readonly #config: TrafficConfig
  readonly #parsers = new LineParsers()
  readonly #spare = new SpareRows()
  readonly #logs = new Map<string, AccessLog>()
  readonly #waiting = new HostIntervals()
  readonly #minutes: MinuteTotals
  readonly #sums: HostInterval
  readonly #boards: readonly GuardBoard[]
  readonly #logins: WebLogins | undefined
  readonly #sink: TrafficSink
  #boundary: number
  #events: NamedEvent[] = []
  #totals: Omit<Totals, 'id'>[] = []

  /** Begins anew, or where `saved` stands if it is a state of the same settings. */
  constructor(config: TrafficConfig, saved: unknown) {
    const { vhosts, rules, logins } = config
    this.#config = config
    const state = readTraffic(saved, config)
    const { names, boundary, minute, told, sums, waiting, logs } = state
    this.#boundary = boundary ?? -Infinity
    this.#sums = intervalWith(names, [0, ...sums])
    for (const each of waiting) this.#waiting.set(intervalWith(names, each))
    const tell = (totals: Omit<Totals, 'id'>): unknown => this.#totals.push(totals)
    this.#minutes = new MinuteTotals({ vhosts, tell }, told, minute === null ? undefined : intervalWith(names, minute))
    this.#boards = rules.map((rule) => this.#boardOf(rule, state))
    if (logins !== undefined) this.#logins = this.#webLogins(logins, state)
    this.#sink = {
      ...(this.#logins !== undefined && { counted: (line, start) => this.#logins?.counted(line, start) }),
      closed: (closed) => this.#waiting.at(Math.max(closed.start, this.#boundary)).add(closed),
    }
    for (const [path, log] of Object.entries(logs)) {
      const item = itemOfLog(config, path)
      if (item !== undefined) this.#logs.set(path, this.#newLog(path, item, log))
    }
  }

  take({ path }: CountedLog, lines: Buffer, now: number): void {
    this.#heard(path, now)?.take(lines, now)
  }

  ended({ path }: CountedLog, now: number): void {
    this.#heard(path, now)?.advance(now)
  }

  left({ path }: CountedLog): void {
    const log = this.#logs.get(path)
    this.#logs.delete(path)
    log?.end()
    const vhost = log?.vhost
    // It may have another one, such as that of TLS.
    if (vhost === undefined || [...this.#logs.values()].some((other) => other.vhost === vhost)) return
    const last = this.#waiting.sorted().at(-1)?.start
    const until = last === undefined ? Math.max(this.#boundary, 0) : last + this.#config.interval
    for (const board of this.#boards) board.left(vhost, until)
  }

  news(now: number): CountedNews {
    this.#forgetSilent(now)
    if (this.#boundary > now + AHEAD) this.#setBack()
    this.#close(this.#passedBy(now))
    while (this.#waiting.rows > MOST_WAITING) this.#closeOldest()
    if (this.#boards.some((board) => board.judgesOpen) && this.#isCurrent(now)) this.#judgeOpen(now)
    this.#logins?.look(this.#boundary)
    const [events, totals] = [this.#events, this.#totals]
    this.#events = []
    this.#totals = []
    return { events: events.toSorted(byName), totals }
  }

  saved(): SavedTraffic {
    const { interval, outOfOrder } = this.#config
    const names = new SavedNames()
    const boundary = Number.isFinite(this.#boundary) ? this.#boundary : null
    const { open } = this.#minutes
    const logs = [...this.#logs]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .flatMap(([path, log]) => {
        const saved = log.saved(this.#boundary)
        return saved === undefined ? [] : [[path, saved] as const]
      })
    const sums = savedInterval(this.#sums, names)
    return {
      version: 1,
      interval,
      outOfOrder,
      boundary,
      told: this.#minutes.told,
      logs: Object.fromEntries(logs),
      waiting: this.#waiting.sorted().map((each) => savedInterval(each, names)),
      minute: open === undefined ? null : savedInterval(open, names),
      sums: [sums[1], sums[2]],
      boards: this.#boards.map((board) => board.saved(names, { base: boundary ?? 0, interval })),
      ...(this.#logins !== undefined && { logins: this.#logins.saved() }),
      names: [...names.names],
    }
  }

  /** What came of each log since the program began, by its path. */
  get logs(): ReadonlyMap<string, AccessLogNumbers> {
    return new Map([...this.#logs].map(([path, log]) => [path, log.numbers]))
  }

  /** Requests since ever, of the whole host and of virtual hosts: the numbers of a row of totals. */
  get sums(): { readonly host: readonly number[]; readonly vhosts: readonly (readonly [string, readonly number[]])[] } {
    return { host: this.#sums.row, vhosts: this.#sums.vhosts.sorted().map(({ name, row }) => [name, row]) }
  }

  #boardOf(rule: TrafficRule, { names, boundary, interval, boards }: SavedTraffic): GuardBoard {
    const say = (word: BoardWord): unknown => this.#events.push(trafficEvent(word))
    const board = boards.find(({ measure }) => measure === rule.measure)
    return new GuardBoard(rule, interval, say, { names, scale: { base: boundary ?? 0, interval }, board })
  }

  #webLogins(rule: LoginRule, { logins }: SavedTraffic): WebLogins {
    return new WebLogins(rule, (word) => this.#events.push(webLoginEvent(rule, word)), logins)
  }

  /** Undefined for what is no access log. */
  #heard(path: string, now: number): AccessLog | undefined {
    const known = this.#logs.get(path)
    const item = known === undefined ? itemOfLog(this.#config, path) : undefined
    const log = item === undefined ? known : this.#newLog(path, item)
    if (log === undefined) return undefined
    if (known === undefined && log.vhost !== undefined) for (const board of this.#boards) board.returned(log.vhost)
    log.heard = now
    this.#logs.set(path, log)
    return log
  }

  #newLog(path: string, item: TrafficLog, saved?: SavedTraffic['logs'][string]): AccessLog {
    const { interval, outOfOrder } = this.#config
    const { format, vhost = vhostOfLog(path) } = item
    const [parsers, spare, sink, boundary] = [this.#parsers, this.#spare, this.#sink, this.#boundary]
    return new AccessLog({ parsers, spare, sink, interval, outOfOrder, format, vhost, boundary }, saved)
  }

  /** Nobody waits for a log that is gone although nobody said so. */
  #forgetSilent(now: number): void {
    for (const [path, log] of this.#logs) {
      log.heard ??= now
      if (now - log.heard > PATIENCE) this.left({ source: 'traffic', path })
    }
  }

  /** Up to where all logs have passed. */
  #passedBy(now: number): number {
    const { interval, outOfOrder } = this.#config
    if (this.#logs.size === 0) return Math.floor((now - outOfOrder) / interval) * interval
    let passed = Infinity
    for (const { boundary } of this.#logs.values()) passed = Math.min(passed, boundary)
    return passed
  }

  #close(boundary: number): void {
    if (boundary <= this.#boundary) return
    for (const interval of this.#waiting.takeBefore(boundary)) {
      this.#sums.addAll(interval)
      this.#minutes.add(interval)
      for (const board of this.#boards) board.closed(interval)
    }
    this.#boundary = boundary
    this.#minutes.passed(boundary)
    for (const board of this.#boards) board.passed(boundary)
  }

  #closeOldest(): void {
    const [oldest] = this.#waiting.sorted()
    if (oldest === undefined) return
    for (const board of this.#boards) board.forgetSilence()
    this.#close(oldest.start + this.#config.interval)
  }

  /** The clock was set back: what is ahead of it ends, and all begins anew. */
  #setBack(): void {
    this.#close(Math.max(this.#boundary, ...this.#waiting.sorted().map(({ start }) => start)) + this.#config.interval)
    this.#minutes.setBack()
    this.#boundary = -Infinity
  }

  /** Whether all logs are about at their ends: else what is open says little. */
  #isCurrent(now: number): boolean {
    const { interval, outOfOrder } = this.#config
    return this.#boundary >= now - outOfOrder - 2 * interval
  }

  #judgeOpen(now: number): void {
    const open = new HostIntervals()
    for (const each of this.#waiting.sorted()) open.at(each.start).addAll(each)
    for (const log of this.#logs.values())
      for (const each of log.open()) open.at(Math.max(each.start, this.#boundary)).add(each)
    for (const board of this.#boards) board.judge(open.sorted(), now)
  }
}

function byName({ name: one }: NamedEvent, { name: other }: NamedEvent): number {
  return one < other ? -1 : 1
}

function savedInterval(
  { start, row, vhosts }: HostInterval,
  names: SavedNames,
): [start: number, row: number[], rows: number[]] {
  return [start, row, [...names.rows(vhosts)]]
}

function intervalWith(
  names: readonly string[],
  [start, row, rows]: readonly [start: number, row: readonly number[], rows: readonly number[]],
): HostInterval {
  return new HostInterval(start, row, rowsWith(names, rows))
}
