import type { Kind } from '../event/catalogue.ts'
import type { Event } from '../event/event.ts'

/** No event with a key arrived for longer than the rule's window; the time in seconds since 1970-01-01T00:00:00Z. */
export interface Tick {
  readonly tick: number
}

/** An event that a rule concludes. */
export interface Said {
  readonly event: Event
  /**
   * The start of the window concerned, aligned to the rule's window. With rule, version and key it makes the event's
   * id, so the same conclusion has the same id in whatever order events arrive.
   */
  readonly window: number
}

/**
 * Concludes events from events, such as a burst from its parts. A rule is pure: all it knows is in the state that it is
 * given, one for each key. Events of different logs arrive in any order within seconds, so it compares the events' own
 * times.
 */
export interface Rule<State = unknown> {
  /** Part of the ids of its conclusions. */
  readonly name: string
  /** Part of the ids, too. States of another version are discarded. */
  readonly version: number
  /** The kinds of events that it receives. */
  readonly kinds: readonly Kind[]
  /** The kinds of events that it says. */
  readonly says: readonly Kind[]
  /** How long a state is kept after its last event, in seconds. */
  readonly window: number
  /** The subject of the state: a mailbox, an address; undefined if the event is irrelevant. */
  key(event: Event): string | undefined
  /** The next state, as plain JSON, and the conclusions; without a state the key is forgotten. */
  step(
    state: State | undefined,
    heard: Event | Tick,
  ): { readonly state: State | undefined; readonly said: readonly Said[] }
}
