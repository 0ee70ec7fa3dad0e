import assert from 'node:assert/strict'
import type { KeptEvent } from '../../hub/store/tables.ts'

/** What the agents of a fleet were told. */
export class Ledger {
  /** How often agents died in the midst of a report. */
  deaths = 0
  /** How often each status was answered; 0 for no answer. */
  readonly statuses = new Map<number, number>()
  /** How long each answer took, in milliseconds. */
  readonly times: number[] = []
  /** The agents of acknowledged events, by id. */
  readonly #agents = new Map<string, number>()
  #stale = 0

  /** How many events were acknowledged. */
  get events(): number {
    return this.#agents.size + this.#stale
  }

  /** How many of these are too old to be kept. */
  get stale(): number {
    return this.#stale
  }

  answered(status: number, milliseconds: number): void {
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
    this.times.push(milliseconds)
  }

  /** An agent's report was acknowledged. */
  acknowledged(agent: number, ids: readonly string[], isStale: boolean): void {
    if (isStale) this.#stale += ids.length
    else for (const id of ids) this.#agents.set(id, agent)
  }

  /** Throws unless the store has what was acknowledged, each once and under its agent, and nothing else. */
  check(events: readonly Pick<KeptEvent, 'id' | 'agent'>[]): void {
    const kept = new Map(events.map(({ id, agent }) => [id, agent]))
    const lost = [...this.#agents.keys()].filter((id) => !kept.has(id))
    const strange = events.filter(({ id, agent }) => this.#agents.get(id) !== agent)
    assert.deepEqual({ lost, doubled: events.length - kept.size, strange }, { lost: [], doubled: 0, strange: [] })
  }
}
