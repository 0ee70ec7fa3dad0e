import type { Kind } from '../event/catalogue.ts'
import type { Event } from '../event/event.ts'

/** An event that a rule hears, with its id. */
export interface Heard {
  readonly event: Event
  readonly id: string
}

/** The time that a rule asked to be woken at, in seconds since 1970-01-01T00:00:00Z; Infinity where it must end now. */
export interface Tick {
  readonly tick: number
}

/** An event that a rule concludes. */
export interface Said {
  readonly event: Event
  /**
   * The start of the window concerned, aligned to the window's length. With rule, version, key and kind it makes the
   * event's id, so the same conclusion has the same id whatever is killed in between.
   */
  readonly window: number
  /** What else tells it from others of the same key, kind and window. */
  readonly of?: string
}

/** What follows from what a rule heard. */
export interface RuleOutcome<State> {
  /** The next state, as plain JSON; undefined to forget the key. */
  readonly state: State | undefined
  readonly said: readonly Said[]
  /** When to wake this key, in seconds since 1970-01-01T00:00:00Z, in place of any time that it named before. */
  readonly wake?: number | undefined
  /** Events of its kinds in `holds` that the rules after it hear now. */
  readonly passed?: readonly Heard[]
}

/** What a step is about. */
export interface Subject {
  readonly key: string
  /**
   * When it is heard, in seconds since 1970-01-01T00:00:00Z: not before the time of the event, unless that is of the
   * future by the clock; later for what comes late.
   */
  readonly at: number
  /** The id that something said will have. */
  readonly idOf: (said: Said) => string
}

/**
 * Concludes events from events, such as a burst from its parts. A rule is pure: all it knows is in the state that it is
 * given, one for each key. It hears events in the order of their times, whatever the order in which logs reach us, and
 * those of one second always in the same order. Only what comes later than `Rules` waits for comes out of turn: a rule
 * compares times all the same.
 */
export interface Rule<State = unknown> {
  /** Part of the ids of its conclusions. */
  readonly name: string
  /** Part of the ids, too. States of another version are discarded. */
  readonly version: number
  /** The kinds of events that it receives; also those that rules say. */
  readonly kinds: readonly Kind[]
  /** The kinds of events that it says. */
  readonly says: readonly Kind[]
  /** Kinds that it holds back, where they concern a key of it: rules after it hear only those that it passes on. */
  readonly holds?: readonly Kind[]
  /** How long a state is kept after its last event, in seconds. */
  readonly window: number
  /**
   * Whether its states are too many for memory, or must not be forgotten: they are kept on disk, and can be ahead of
   * the positions after a kill. So it must say the same again of an event that its state knows already. It cannot ask
   * to be woken.
   */
  readonly isLasting?: true
  /** Whether a state must outlive others when there are too many: a flood of new keys must not hide what was found. */
  matters?(state: State): boolean
  /** The subjects that an event concerns, each with a state of its own: a mailbox, an address; none if irrelevant. */
  keys(event: Event): readonly string[]
  /** What follows; a tick comes only where a state asked for it. */
  step(state: State | undefined, heard: Heard | Tick, subject: Subject): RuleOutcome<State>
}
