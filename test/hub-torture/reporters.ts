import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { type EnrolledAgent, entryNow } from '../support/enrolled-agent.ts'

/** Pause after a report that was not acknowledged, in milliseconds. */
const REST = 20

/** How long something may take that can only be polled for, in milliseconds. */
const PATIENCE = 60_000

/** Agents that report as fast as they can, each one report at a time, and again until it is acknowledged. */
export class Reporters {
  /** Ids of events that the hub acknowledged. */
  readonly acknowledged = new Set<string>()
  /** How often each status was answered; 0 for no answer. */
  readonly statuses = new Map<number, number>()
  readonly #agent: EnrolledAgent
  readonly #connections = new Agent({ keepAlive: true })
  readonly #stop = new AbortController()
  readonly #working: Promise<void>[] = []
  #number = 0
  /** Where the hub listens; it changes with each start. */
  port = 0

  constructor(agent: EnrolledAgent) {
    this.#agent = agent
  }

  /** Lets so many agents report, with so many events each time. */
  begin(agents: number, events: number): void {
    for (let agent = 0; agent < agents; agent += 1) this.#working.push(this.#work(events))
  }

  /** Ends them; a report that has not been acknowledged by then is given up. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#working)
    this.#connections.destroy()
  }

  /** Resolves when so many events more are acknowledged. */
  async acknowledgedMore(events: number): Promise<void> {
    const goal = this.acknowledged.size + events
    await this.#until(() => this.acknowledged.size >= goal, `${goal} events are never acknowledged`)
  }

  /** Resolves when so many answers more had this status. */
  async answeredMore(status: number, answers: number): Promise<void> {
    const goal = (this.statuses.get(status) ?? 0) + answers
    await this.#until(() => (this.statuses.get(status) ?? 0) >= goal, `${status} is never answered so often`)
  }

  /** Sends one report with new events; returns the status, 0 if there was no answer. */
  async report(events: number): Promise<number> {
    return this.#send(this.#newIds(events))
  }

  async #until(isSo: () => boolean, complaint: string): Promise<void> {
    for (const began = performance.now(); !isSo(); await setTimeout(REST))
      assert.ok(performance.now() - began < PATIENCE, complaint)
  }

  async #work(events: number): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const ids = this.#newIds(events)
      while ((await this.#send(ids)) !== 202 && !this.#stop.signal.aborted) await setTimeout(REST)
    }
  }

  #newIds(events: number): readonly string[] {
    return Array.from({ length: events }, () => `e${(this.#number += 1)}`.padEnd(22, '_'))
  }

  async #send(ids: readonly string[]): Promise<number> {
    // As text: whoever makes an object of each entry takes as much of the machine as the hub does.
    const entry = JSON.stringify(
      entryNow('ID', { id: 'ID', time: Math.floor(Date.now() / 1000), mailbox_address: 'M' }),
    )
    const [beforeMailbox = '', beforeId = '', end = ''] = entry.split(/"M"|"ID"/)
    const entries = ids.map((id) => `${beforeMailbox}"${id.slice(-3)}@example.com"${beforeId}"${id}"${end}`)
    const status = await this.#post(`{"report":{"entries":[${entries.join(',')}]}}`).catch(() => 0)
    this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1)
    if (status === 202) for (const id of ids) this.acknowledged.add(id)
    return status
  }

  async #post(body: string): Promise<number> {
    const { promise, resolve, reject } = Promise.withResolvers<number>()
    request({
      host: '127.0.0.1',
      port: this.port,
      path: '/api/reports',
      method: 'POST',
      agent: this.#connections,
      headers: { authorization: this.#agent.authorization, 'content-type': 'application/json' },
    })
      .on('response', (response) => void buffer(response).then(() => resolve(response.statusCode ?? 0), reject))
      .on('error', reject)
      .end(body)
    return promise
  }
}
