import type { Tell } from '../../lib/notice/notice.ts'
import { elapsed } from '../../lib/system/clock.ts'
import { knownTime } from './ask/known-time.ts'
import { noteTime } from './change/note-time.ts'
import { storeNotices } from './notices.ts'
import type { Store } from './store.ts'

/** How far the clock may be from what is expected of it, in seconds: more than NTP and a night's pause of a VM set. */
const TOLERANCE = 12 * 3600

/** For how long another time must have gone on before it is believed, and how far it may step meanwhile, in seconds. */
const [PROOF, STEADY] = [3600, 300]

/** How far ahead a time is believed though no agent reported anything, in seconds: a hub that was off for a holiday. */
const UNCONFIRMED = 60 * 86_400

/** How often the store learns the time, in seconds. */
const NOTE_EVERY = 600

/** Whether a hub that works on a store doubts this time, by the time that it noted there last; both in seconds. */
export function isDoubtful(now: number, noted: number): boolean {
  return Math.abs(now - noted) > TOLERANCE + NOTE_EVERY
}

/** What it works with; `ran` gives milliseconds on a clock that never steps. */
interface ClockParts {
  readonly store: Store
  readonly tell: Tell
  readonly ran?: () => number
}

/** A time that is not what is expected, in seconds. */
interface Doubt {
  /** How much it is ahead; below zero: behind. */
  readonly ahead: number
  /** Since when, on the clock that never steps. */
  readonly since: number
  /** Agents that have reported meanwhile, and whether they told an event of this time. */
  readonly agents: Map<number, boolean>
}

/**
 * Says whether the clock may be believed by those that drop, refuse or close what is old: a clock that is set wrong, or
 * a VM that wakes with a wrong one, must not cost what is kept. What is expected is the time that the store knows and
 * what went by since. Another time is believed by itself once it went on for an hour, if most of the agents that report
 * meanwhile tell events of it.
 */
export class TrustedClock {
  readonly #parts: ClockParts
  /** A time that was believed, and when that was on the clock that never steps, in seconds. */
  #known: { readonly time: number; readonly ran: number } | undefined
  #doubt: Doubt | undefined
  #noted = -Infinity

  constructor(parts: ClockParts) {
    this.#parts = parts
  }

  /** Whether the time by the clock is another than what is expected. */
  get isDoubted(): boolean {
    return this.#doubt !== undefined
  }

  /** An agent reported something at a time; `newest` is that of its newest event. Both in seconds. */
  heard(agent: number, newest: number, now: number): void {
    const agents = this.#doubt?.agents
    agents?.set(agent, agents.get(agent) === true || Math.abs(newest - now) <= TOLERANCE)
  }

  /**
   * Whether what is old at this time is old; `now` by the clock, in seconds, as it is used. Rejects with
   * `StoreUnavailable`.
   */
  async trusts(now: number): Promise<boolean> {
    const stored = this.#known === undefined ? await this.#parts.store.ask(knownTime, null) : null
    const ran = (this.#parts.ran ?? elapsed)() / 1000
    this.#known ??= { time: stored ?? now, ran }
    const ahead = now - ran - (this.#known.time - this.#known.ran)
    // To a clock that is behind, less is old.
    if (Math.abs(ahead) > TOLERANCE && !this.#isProven(ahead, now, ran)) return ahead < 0
    if (this.#doubt !== undefined) this.#parts.tell(storeNotices.clockBelieved(now))
    this.#doubt = undefined
    this.#known = { time: now, ran }
    await this.#note(now)
    return true
  }

  async #note(now: number): Promise<void> {
    if (Math.abs(now - this.#noted) < NOTE_EVERY) return
    await this.#parts.store.change(noteTime, { now })
    this.#noted = now
  }

  #isProven(ahead: number, now: number, ran: number): boolean {
    if (this.#doubt === undefined || Math.abs(ahead - this.#doubt.ahead) > STEADY) {
      this.#doubt = { ahead, since: ran, agents: new Map() }
      this.#parts.tell(storeNotices.clockDoubted(now, ahead))
      return false
    }
    const { since, agents } = this.#doubt
    if (ran - since < PROOF) return false
    if (agents.size === 0 || ahead < 0) return ahead <= UNCONFIRMED
    return [...agents.values()].filter(Boolean).length * 2 >= agents.size
  }
}
