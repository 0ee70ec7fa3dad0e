import type { Kind } from '../event/catalogue.ts'
import { checkedEvent } from '../event/check.ts'
import { digest } from '../event/digest.ts'
import type { Event } from '../event/event.ts'
import { Agenda, type Timed } from './agenda.ts'
import { type Known, type KnownKeys, RuleMemory } from './rule-memory.ts'
import type { Heard, Rule, RuleOutcome, Said, Subject, Tick } from './rule.ts'
import { NOTHING_SAVED, type SavedRules } from './saved-rules.ts'

/** How much of each may be remembered. A flood makes the rules forget, or hear early, but never grow. */
const BOUNDS = {
  /** Bytes of what each rule knows, as it is saved: some 7,000 keys; those used longest ago are forgotten. */
  known: 1_000_000,
  /** Bytes of the events that wait for others, some 4,500; beyond that the earliest is heard at once. */
  waiting: 1_000_000,
  /** Ids of what was said last, which is not said again. */
  said: 1000,
}

/** An event concluded by a rule. */
export type Derived = Heard

/** An event to be heard: as it is saved, and the bytes of that. */
type WaitingEvent = Timed & { readonly saved: Heard & { readonly at?: number }; readonly size: number }

/** When an event comes in. */
export interface Coming {
  /** The time by the clock, in seconds since 1970-01-01T00:00:00Z. An event of the future waits as one of now. */
  readonly now?: number
  /** Up to when rules had heard when it came in first, before a kill (`Rules.heard`). */
  readonly after?: number | undefined
}

/** What waits: an event, or a key to be woken. */
type Waiting = WaitingEvent | (Timed & { readonly rule: Rule; readonly key: string })

/** How rules are run. */
export interface RulesOptions {
  /** The name that ids are made with. */
  readonly identity: string
  /** The state of an earlier run. */
  readonly saved?: SavedRules | undefined
  /** Seconds that an event waits for others. */
  readonly settle: number
  /** Makes the memory of a rule that remembers for long; without one, it remembers as others do. */
  readonly lasting?: ((rule: Rule) => KnownKeys | undefined) | undefined
  /**
   * Whether rules hear an event that one of them concluded; `isHeard` tells whether they take its kind. Asked once of
   * each. Without it they hear what they take.
   */
  readonly lets?: ((event: Event, isHeard: boolean) => boolean) | undefined
  /** Hears how many keys a rule forgot because it knew too much. */
  readonly onForgotten?: (rule: string, keys: number) => void
  readonly bounds?: Partial<typeof BOUNDS>
}

/**
 * A set of rules and their state. They hear events in the order of time: each event waits until all logs have been read
 * up to `settle` seconds after it.
 */
export class Rules {
  readonly #rules: readonly Rule[]
  readonly #identity: string
  readonly #settle: number
  readonly #bounds: typeof BOUNDS
  readonly #known: ReadonlyMap<Rule, KnownKeys>
  readonly #lets: NonNullable<RulesOptions['lets']>
  readonly #onForgotten: RulesOptions['onForgotten']
  readonly #agenda = new Agenda<Waiting>()
  readonly #said: Set<string>
  /** Bytes of the events that wait. */
  #waiting = 0
  #heard = -Infinity
  /** Up to when logs have been read. */
  #ticked = NaN

  constructor(rules: readonly Rule[], options: RulesOptions) {
    const { identity, saved = NOTHING_SAVED, settle, lasting, lets, onForgotten, bounds } = options
    this.#rules = rules
    this.#identity = identity
    this.#settle = settle
    this.#lets = lets ?? ((_, isHeard) => isHeard)
    this.#onForgotten = onForgotten
    this.#bounds = { ...BOUNDS, ...bounds }
    this.#said = new Set(saved.said)
    const memoryFor = (rule: Rule): KnownKeys =>
      (rule.isLasting === true && lasting?.(rule)) || memoryOf(rule, saved, this.#bounds.known)
    this.#known = new Map(rules.map((rule) => [rule, memoryFor(rule)]))
    for (const { id, event: written, at } of saved.waiting) {
      const event = checkedEvent(written)
      if (typeof event !== 'string') this.#await({ event, id, ...(at !== undefined && { at }) })
    }
    for (const [rule, memory] of this.#known)
      for (const { key, wake } of memory.keys()) this.#awaitWake(rule, key, wake)
  }

  /** Whether there are none. */
  get isEmpty(): boolean {
    return this.#rules.length === 0
  }

  /** Whether any rule receives such events. */
  hears(kind: Kind): boolean {
    return this.#rules.some(({ kinds }) => kinds.includes(kind))
  }

  /**
   * When something waits to be heard, the time up to which logs must have been read for that, in seconds since
   * 1970-01-01T00:00:00Z.
   */
  get due(): number | undefined {
    const { first } = this.#agenda
    return first && first.at + this.#settle
  }

  /**
   * The time of what was heard last, in seconds since 1970-01-01T00:00:00Z; -Infinity before that. What comes late is
   * heard after it, also when a kill makes it come again: what was said without it stays as it was said.
   */
  get heard(): number {
    return this.#heard
  }

  /** Takes an event for the rules. They hear it later; what they say now is of others, heard as too many wait. */
  hear({ event, id }: Heard, { now = Infinity, after = -Infinity }: Coming = {}): readonly Derived[] {
    // A clock that was set back: what comes now is not late.
    this.#heard = Math.min(this.#heard, now)
    const last = Math.max(this.#heard, after)
    const at = Math.min(Math.max(event.time, last + 1), now)
    if (this.#rules.some((rule) => keysOf(rule, event).length > 0)) {
      this.#await({ event, id, ...(at !== event.time && { at }) })
    }
    if (this.#waiting <= this.#bounds.waiting) return NONE
    const said: Derived[] = []
    while (this.#waiting > this.#bounds.waiting) said.push(...this.#next())
    return said
  }

  /** Tells the rules that all logs have been read up to a time, in seconds since 1970-01-01T00:00:00Z. */
  tick(time: number): readonly Derived[] {
    const { due } = this
    const isDue = due !== undefined && due <= time
    // Told with each event, most of which come within a second.
    if (!isDue && time === this.#ticked) return NONE
    const said = isDue ? this.#nextBy(time) : NONE
    for (const [rule, memory] of this.#known) memory.forgetBefore(time - this.#settle - rule.window)
    this.#ticked = time
    return said
  }

  /** The state of all rules. */
  save(): SavedRules {
    const waiting = this.#agenda.items.flatMap((item) => ('saved' in item ? [item.saved] : []))
    const rules = [...this.#known].map(
      ([{ name, version }, memory]) => [name, { version, keys: memory.keys() }] as const,
    )
    return { waiting, rules: Object.fromEntries(rules), said: [...this.#said] }
  }

  #await(saved: WaitingEvent['saved'], at = saved.at ?? saved.event.time): void {
    const size = Buffer.byteLength(JSON.stringify(saved))
    this.#waiting += size
    this.#agenda.add({ at, order: orderOf(saved), saved, size })
  }

  /** `~` comes after all letters of ids: a key hears all events of its time before it is woken. */
  #awaitWake(rule: Rule, key: string, at: number | undefined): void {
    if (at !== undefined) this.#agenda.add({ at, order: `~${rule.name} ${key}`, rule, key })
  }

  /** Lets the rules hear all that is due by a time. */
  #nextBy(time: number): readonly Derived[] {
    const said: Derived[] = []
    for (let { due } = this; due !== undefined && due <= time; { due } = this) said.push(...this.#next())
    return said
  }

  /** Lets the rules hear what comes first. */
  #next(): readonly Derived[] {
    const item = this.#agenda.next()
    if (item === undefined) return NONE
    this.#heard = Math.max(this.#heard, item.at)
    if ('saved' in item) {
      const { saved, at, size } = item
      const { event, id } = saved
      this.#waiting -= size
      return this.#hearFrom(0, { event, id }, at)
    }
    const { rule, key, at } = item
    return this.#known.get(rule)?.get(key)?.wake === at ? this.#step(rule, key, { tick: at }, at) : NONE
  }

  /** Lets rules hear an event, from one of them on: all, or up to the one that holds it back. */
  #hearFrom(first: number, heard: Heard, at: number): readonly Derived[] {
    let said = NONE
    for (let index = first; index < this.#rules.length; index += 1) {
      const rule = this.#rules[index]
      const keys = rule === undefined ? [] : keysOf(rule, heard.event)
      if (rule === undefined || keys.length === 0) continue
      for (const key of keys) said = both(said, this.#step(rule, key, heard, at))
      if (rule.holds?.includes(heard.event.type) === true) break
    }
    return said
  }

  #step(rule: Rule, key: string, heard: Heard | Tick, at: number): readonly Derived[] {
    const memory = this.#known.get(rule)
    const before = memory?.get(key)
    const subject = this.#subject(rule, key, at)
    const outcome = rule.step(stateAt(at, before, rule), heard, subject)
    const { state, wake } = outcome
    const last = before === undefined ? at : Math.max(before.last, 'tick' in heard ? -Infinity : at)
    if (state === undefined) memory?.delete(key)
    else memory?.set(key, { state, last, wake })
    if (wake !== before?.wake || 'tick' in heard) this.#awaitWake(rule, key, wake)
    return both(this.#forget(rule, at), this.#follow(rule, outcome, subject))
  }

  /** Forgets keys if there is too much. One that waits to be woken ends now, so that what it holds is said. */
  #forget(rule: Rule, at: number): readonly Derived[] {
    const forgotten = this.#known.get(rule)?.forgetTooMany() ?? []
    if (forgotten.length === 0) return NONE
    this.#onForgotten?.(rule.name, forgotten.length)
    return forgotten.flatMap(({ key, state, wake }) => {
      if (wake === undefined) return []
      const subject = this.#subject(rule, key, at)
      return this.#follow(rule, rule.step(state, { tick: Infinity }, subject), subject)
    })
  }

  /** What follows from a step: what was said, and what rules conclude from an event that is passed on. */
  #follow(rule: Rule, { said, passed = [] }: RuleOutcome<unknown>, subject: Subject): readonly Derived[] {
    if (said.length === 0 && passed.length === 0) return NONE
    const next = this.#rules.indexOf(rule) + 1
    return [...this.#new(said, subject), ...passed.flatMap((heard) => this.#hearFrom(next, heard, subject.at))]
  }

  /** Of what was said what was not said before; other rules hear it next, unless it is ignored. */
  #new(said: readonly Said[], { at, idOf }: Subject): readonly Derived[] {
    if (said.length === 0) return NONE
    const fresh = said.map((each) => ({ event: each.event, id: idOf(each) })).filter(({ id }) => !this.#said.has(id))
    for (const derived of fresh) {
      this.#said.add(derived.id)
      if (this.#lets(derived.event, this.hears(derived.event.type))) this.#await(derived, at)
    }
    for (const id of this.#said) {
      if (this.#said.size <= this.#bounds.said) break
      this.#said.delete(id)
    }
    return fresh
  }

  #subject({ name, version }: Rule, key: string, at: number): Subject {
    const idOf = ({ event, window, of }: Said): string => {
      const more = of === undefined ? [] : [of]
      return digest(this.#identity, 'rule', name, `${version}`, key, event.type, `${window}`, ...more)
    }
    return { key, at, idOf }
  }
}

/** Most of what rules hear makes them say nothing: a new array for each would be garbage. */
const NONE: readonly Derived[] = []

function both(one: readonly Derived[], other: readonly Derived[]): readonly Derived[] {
  if (one.length === 0) return other
  return other.length === 0 ? one : [...one, ...other]
}

/** Events that are not heard at their own time come after everything else of that second, in the order of theirs. */
function orderOf({ event, id, at }: WaitingEvent['saved']): string {
  return at === undefined ? id : `~~${String(event.time).padStart(12, '0')} ${id}`
}

function keysOf(rule: Rule, event: Event): readonly string[] {
  return rule.kinds.includes(event.type) ? rule.keys(event) : []
}

/** The state of a key, unless it heard nothing for longer than the rule's window. */
function stateAt(at: number, known: Known | undefined, { window }: Rule): unknown {
  if (known === undefined) return undefined
  return known.wake !== undefined || known.last + window >= at ? known.state : undefined
}

function memoryOf(rule: Rule, { rules }: SavedRules, most: number): RuleMemory {
  const saved = rules[rule.name]
  const keys = saved?.version === rule.version ? saved.keys : []
  return new RuleMemory(most, keys, (state) => rule.matters?.(state) === true)
}
