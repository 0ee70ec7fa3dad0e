import * as v from 'valibot'
import type { Kind } from '../event/catalogue.ts'
import { digest } from '../event/digest.ts'
import type { Event } from '../event/event.ts'
import type { Rule, Said, Tick } from './rule.ts'

/** Most keys remembered for each rule; beyond that the least recently used are forgotten. */
const MOST_KEYS = 10_000

/** An event concluded by a rule. */
export interface Derived {
  readonly event: Event
  readonly id: string
}

/** The state of all rules as plain JSON: for each rule its keys, the most recently used last. */
export const savedRules = v.record(
  v.string(),
  v.object({
    version: v.number(),
    keys: v.array(v.object({ key: v.string(), last: v.number(), state: v.unknown() })),
  }),
)

/** The saved state of all rules. */
export type SavedRules = v.InferOutput<typeof savedRules>

interface Known {
  readonly state: unknown
  /** The latest time of the key's events, in seconds since 1970-01-01T00:00:00Z. */
  readonly last: number
}

/** A set of rules and their state. Bounded: a flood of keys makes them forget, never grow. */
export class Rules {
  readonly #rules: readonly Rule[]
  readonly #identity: string
  readonly #most: number
  readonly #known = new Map<Rule, Map<string, Known>>()

  /** `identity` is the name that ids are made with; `saved` is the state of an earlier run. */
  constructor(rules: readonly Rule[], identity: string, saved: SavedRules = {}, most: number = MOST_KEYS) {
    this.#rules = rules
    this.#identity = identity
    this.#most = most
    for (const rule of rules) {
      const { version, keys } = saved[rule.name] ?? { version: rule.version, keys: [] }
      const kept = version === rule.version ? keys.slice(-most) : []
      this.#known.set(rule, new Map(kept.map(({ key, last, state }) => [key, { last, state }])))
    }
  }

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.#rules.length === 0
  }

  /** Whether any rule receives such events. */
  hears(kind: Kind): boolean {
    return this.#rules.some(({ kinds }) => kinds.includes(kind))
  }

  /** Whether a tick could make a rule conclude or forget anything. */
  get isWaiting(): boolean {
    return [...this.#known.values()].some(({ size }) => size > 0)
  }

  /** Passes an event to the rules; returns their conclusions. */
  hear(event: Event): readonly Derived[] {
    return this.#rules.flatMap((rule) => {
      const key = rule.kinds.includes(event.type) ? rule.key(event) : undefined
      return key === undefined ? [] : this.#step(rule, key, event, event.time)
    })
  }

  /**
   * Passes the time, in seconds since 1970-01-01T00:00:00Z, to the rules for keys that were idle; returns their
   * conclusions.
   */
  tick(now: number): readonly Derived[] {
    return [...this.#known].flatMap(([rule, keys]) =>
      [...keys]
        .filter(([, { last }]) => last + rule.window < now)
        .flatMap(([key, { last }]) => this.#step(rule, key, { tick: now }, last)),
    )
  }

  /** The state of all rules. */
  save(): SavedRules {
    const entries = [...this.#known].map(([{ name, version }, keys]) => {
      const kept = [...keys].map(([key, { last, state }]) => ({ key, last, state }))
      return [name, { version, keys: kept }] as const
    })
    return Object.fromEntries(entries)
  }

  #step(rule: Rule, key: string, heard: Event | Tick, time: number): readonly Derived[] {
    const keys = this.#known.get(rule) ?? new Map<string, Known>()
    const before = keys.get(key)
    const { state, said } = rule.step(before?.state, heard)
    // A map keeps the order of insertion: deleting first makes this key the last.
    keys.delete(key)
    if (state !== undefined) keys.set(key, { state, last: Math.max(time, before?.last ?? time) })
    for (const oldest of keys.keys()) {
      if (keys.size <= this.#most) break
      keys.delete(oldest)
    }
    return said.map((each) => this.#derived(rule, key, each))
  }

  #derived({ name, version }: Rule, key: string, { event, window }: Said): Derived {
    return { event, id: digest(this.#identity, 'rule', name, `${version}`, key, event.type, `${window}`) }
  }
}
