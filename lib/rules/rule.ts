import type { Kind } from '../event/catalogue.ts'
import type { Event } from '../event/event.ts'

/** Nothing was heard of a key for longer than the rule's window; in seconds since 1970-01-01T00:00:00Z. */
export interface Tick {
  readonly tick: number
}

/** What a rule says. */
export interface Said {
  readonly event: Event
  /**
   * The beginning of the window that it is about, aligned to the rule's window. With rule, version and key it makes the
   * event's id, so whatever order events arrive in, the same thing is said under the same id.
   */
  readonly window: number
}

/**
 * Events that follow from events, as a burst does from its parts. A rule is pure: what it knows is in the state that it
 * is given, one for each key. Logs reach it in any order within seconds, so it compares the events' own times.
 */
export interface Rule<State = unknown> {
  /** A part of the ids of what it says. */
  readonly name: string
  /** Likewise. States of another version are forgotten. */
  readonly version: number
  /** The kinds of events that it hears. */
  readonly kinds: readonly Kind[]
  /** How long a state is kept after its last event, in seconds. */
  readonly window: number
  /** What the state is about: a mailbox, an address; undefined where the event is of no interest. */
  key(event: Event): string | undefined
  /** The next state, of plain JSON, and what is said; without a state the key is forgotten. */
  step(
    state: State | undefined,
    heard: Event | Tick,
  ): { readonly state: State | undefined; readonly said: readonly Said[] }
}
