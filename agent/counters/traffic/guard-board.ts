import * as v from 'valibot'
import type { GuardWord } from '../../../lib/traffic/guard/guard-rule.ts'
import { type GuardedAmounts, TrafficGuard } from '../../../lib/traffic/guard/traffic-guard.ts'
import type { Amounts } from '../../../lib/traffic/guard/window-amounts.ts'
import { OTHER_VHOSTS } from '../../../lib/traffic/interval.ts'
import type { TrafficRule } from '../../config/traffic/traffic-config.ts'
import type { HostInterval } from './host-interval.ts'
import { type TimeScale, guardWith, guardNumbers, savedNumbers } from './saved-guards.ts'
import type { SavedNames } from './saved-rows.ts'

/** Virtual hosts that are guarded at a time. */
const MOST = 10_000

/** What a guard says of a virtual host; null: of the whole host. */
export interface BoardWord {
  readonly vhost: string | null
  readonly rule: TrafficRule
  readonly word: GuardWord
  /** What was counted in the window. */
  readonly window: Amounts
}

/** The state of a board. Virtual hosts have the number of their name, from the one before. */
export const savedBoard = v.strictObject({
  measure: v.picklist(['requests', 'bytes', 'errors', 'silence']),
  host: v.optional(savedNumbers),
  vhosts: v.optional(v.array(v.tuple([v.number(), savedNumbers]))),
  /** Virtual hosts without a log: the numbers of their names, and the end of what their logs had, in seconds. */
  left: v.optional(v.array(v.tuple([v.number(), v.number()]))),
})

/** See `savedBoard`. */
export type SavedBoard = v.InferOutput<typeof savedBoard>

/** The guards of one rule: that of the whole host, and those of virtual hosts that have requests. */
export class GuardBoard {
  readonly #rule: TrafficRule
  readonly #interval: number
  readonly #say: (word: BoardWord) => void
  readonly #host: TrafficGuard | undefined
  readonly #vhosts = new Map<string, TrafficGuard>()
  /** Virtual hosts that have no log any more, and the end of what those had. */
  readonly #left = new Map<string, number>()

  constructor(rule: TrafficRule, interval: number, say: (word: BoardWord) => void, saved?: RestoredBoard) {
    this.#rule = rule
    this.#interval = interval
    this.#say = say
    if (rule.of.includes('host')) {
      const host = saved?.board?.host
      this.#host = this.#guardOf(null, host && guardWith(host, saved.scale))
    }
    if (rule.of.includes('vhost') && saved !== undefined) this.#restore(saved)
  }

  #restore({ names, scale, board }: RestoredBoard): void {
    let number = 0
    for (const [step, numbers] of board?.vhosts ?? []) {
      number += step
      const name = names[number]
      if (name !== undefined) this.#vhosts.set(name, this.#guardOf(name, guardWith(numbers, scale)))
    }
    for (const [left, until] of board?.left ?? []) this.left(names[left] ?? '', until)
  }

  /** Counts and judges an interval that has ended; they come in their order. */
  closed({ start, row, vhosts }: HostInterval): void {
    this.#host?.count(this.#amountsOf(start, row))
    if (this.#rule.of.includes('vhost'))
      vhosts.sorted().forEach((each) => this.#guarded(each.name)?.count(this.#amountsOf(start, each.row)))
    this.passed(start + this.#interval)
  }

  /** All intervals have ended that begin before this time. */
  passed(boundary: number): void {
    this.#host?.passed(boundary)
    this.#vhosts.forEach((guard, name) => {
      guard.passed(boundary)
      const isOver = guard.isHigh && boundary >= (this.#left.get(name) ?? Infinity)
      if (guard.isIdle || isOver) this.#vhosts.delete(name)
    })
    for (const [name, until] of this.#left) if (boundary >= until && !this.#vhosts.has(name)) this.#left.delete(name)
  }

  /**
   * A virtual host has no log any more; what its logs had ends at `until`. If that is an outage its silence is told,
   * once; then it is forgotten, as it may be removed for good.
   */
  left(name: string, until: number): void {
    if (this.#rule.measure === 'silence') this.#left.set(name, until)
  }

  /** A virtual host has a log again. */
  returned(name: string): void {
    this.#left.delete(name)
  }

  /** What is closed next is not all there is: who has no requests in it may have some. */
  forgetSilence(): void {
    if (this.#rule.measure !== 'silence') return
    for (const [name, guard] of this.#vhosts) if (!guard.isHigh) this.#vhosts.delete(name)
  }

  /** Whether what was counted so far says anything: nobody is silent before an interval has ended. */
  get judgesOpen(): boolean {
    return this.#rule.measure !== 'silence'
  }

  /** Judges what was counted so far in intervals that are open. */
  judge(open: readonly HostInterval[], until: number): void {
    if (!this.judgesOpen || open.length === 0) return
    this.#host?.judge(
      open.map(({ start, row }) => this.#amountsOf(start, row)),
      until,
    )
    if (!this.#rule.of.includes('vhost')) return
    const ofVhosts = new Map<string, GuardedAmounts[]>()
    for (const { start, vhosts } of open)
      vhosts.sorted().forEach(({ name, row }) => {
        const amounts = ofVhosts.get(name)
        if (amounts === undefined) ofVhosts.set(name, [this.#amountsOf(start, row)])
        else amounts.push(this.#amountsOf(start, row))
      })
    ofVhosts.forEach((amounts, name) => {
      const guard = this.#guarded(name)
      guard?.judge(amounts, until)
      if (guard?.isIdle === true) this.#vhosts.delete(name)
    })
  }

  /** The state as plain JSON. */
  saved(names: SavedNames, scale: TimeScale): SavedBoard {
    const host = this.#host === undefined ? undefined : guardNumbers(this.#host.saved(), scale)
    let last = 0
    const vhosts = [...this.#vhosts]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, guard]): [number, (number | null)[]] => {
        const number = names.numberOf(name)
        const step = number - last
        last = number
        return [step, guardNumbers(guard.saved(), scale)]
      })
    return {
      measure: this.#rule.measure,
      ...(host !== undefined && { host }),
      ...(vhosts.length > 0 && { vhosts }),
      ...(this.#left.size > 0 && { left: this.#savedLeft(names) }),
    }
  }

  #savedLeft(names: SavedNames): [number: number, until: number][] {
    return [...this.#left]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, until]) => [names.numberOf(name), until])
  }

  #guarded(name: string): TrafficGuard | undefined {
    const known = this.#vhosts.get(name)
    if (known !== undefined || name === OTHER_VHOSTS || this.#vhosts.size >= MOST) return known
    const guard = this.#guardOf(name)
    this.#vhosts.set(name, guard)
    return guard
  }

  #guardOf(vhost: string | null, saved?: ReturnType<typeof guardWith>): TrafficGuard {
    const rule = this.#rule
    const say = (word: GuardWord, window: Amounts): void => this.#say({ vhost, rule, word, window })
    return new TrafficGuard(rule, this.#interval, say, saved)
  }

  /** Of what the rule does not look at nothing is kept. */
  #amountsOf(start: number, row: readonly number[]): GuardedAmounts {
    const { measure } = this.#rule
    const [requests, bytes, errors] = [row[0] ?? 0, row[1] ?? 0, row[6] ?? 0]
    return {
      start,
      at: start,
      requests: measure === 'bytes' ? 0 : requests,
      bytes: measure === 'bytes' ? bytes : 0,
      errors: measure === 'errors' ? errors : 0,
    }
  }
}

/** A board as it was saved, and what its numbers mean. */
export interface RestoredBoard {
  readonly names: readonly string[]
  readonly scale: TimeScale
  readonly board: SavedBoard | undefined
}
