/** The shortest time between two statuses of one agent, in milliseconds: each costs the store a commit. */
const PACE = 10_000

/** Sees to it that no agent makes the store work by telling all the time how it is. */
export class StatusPace {
  readonly #taken = new Map<number, number>()

  /** How many seconds an agent has to wait, at a time in milliseconds; 0 if it need not. */
  waitFor(agent: number, now: number): number {
    const since = now - (this.#taken.get(agent) ?? -Infinity)
    // A clock that was set back must not keep an agent waiting for hours.
    return since >= 0 && since < PACE ? Math.ceil((PACE - since) / 1000) : 0
  }

  /** Notes that one was taken. */
  took(agent: number, now: number): void {
    this.#taken.set(agent, now)
  }
}
