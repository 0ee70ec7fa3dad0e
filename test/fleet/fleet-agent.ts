import assert from 'node:assert/strict'
import { Agent as HttpAgent, type ClientRequest, request as requestByHttp } from 'node:http'
import { Agent as HttpsAgent, request as requestByHttps } from 'node:https'
import { json } from 'node:stream/consumers'
import { setTimeout } from 'node:timers/promises'
import { type EnrolledAgent, entryNow } from '../support/enrolled-agent.ts'
import type { Ledger } from './ledger.ts'

/** What is peculiar about an agent. */
export const HABITS = ['steady', 'dies', 'repeats', 'late', 'fast clock', 'slow clock', 'mad clock'] as const

/** How far an agent's times are from the true ones, in seconds; `slow clock` is before all that is kept. */
const DAY = 86_400
const SHIFTS: Readonly<Partial<Record<(typeof HABITS)[number], number>>> = {
  late: -3 * DAY,
  'fast clock': 2 * DAY,
  'slow clock': -1000 * DAY,
  'mad clock': 4000 * DAY,
}

/** Longest pause before what was refused is sent again, in milliseconds. */
const LONGEST_PAUSE = 5000

/** Where the hub is reached: by TLS, or by its socket as a proxy does. */
export type Way = { readonly port: number; readonly ca: string } | { readonly socketPath: string }

/** A simulated agent: it reports at its pace, each report until it is acknowledged, by one connection. */
export class FleetAgent {
  readonly #enrolled: EnrolledAgent
  readonly #habit: (typeof HABITS)[number]
  readonly #way: Way
  readonly #connections: HttpAgent
  readonly #ledger: Ledger
  #reports = 0

  constructor(enrolled: EnrolledAgent, habit: (typeof HABITS)[number], way: Way, ledger: Ledger) {
    this.#enrolled = enrolled
    this.#habit = habit
    this.#way = way
    this.#ledger = ledger
    const options = { keepAlive: true, maxSockets: 1 }
    this.#connections = 'ca' in way ? new HttpsAgent({ ...options, ca: way.ca }) : new HttpAgent(options)
  }

  /** Reports with about this pause between two reports, in milliseconds, until the signal aborts. */
  async work(pause: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await setTimeout(pause * 2 * Math.random(), undefined, { signal }).catch(() => undefined)
      await this.#report()
    }
    this.#connections.destroy()
  }

  async #report(): Promise<void> {
    this.#reports += 1
    const { agent, host } = this.#enrolled
    const count = 1 + (this.#reports % 10)
    const ids = Array.from({ length: count }, (_, index) => `${agent}-${this.#reports}-${index}`.padEnd(22, '_'))
    const time = Math.floor(Date.now() / 1000) + (SHIFTS[this.#habit] ?? 0)
    const entries = ids.map((id) => entryNow(id, { host, time, mailbox_address: `m${agent}@example.com` }))
    const body = JSON.stringify({ report: { entries } })
    if (this.#habit === 'dies') await this.#die(body)
    const isStale = this.#habit === 'slow clock'
    await this.#deliver(body)
    this.#ledger.acknowledged(agent, ids, isStale)
    if (this.#habit !== 'repeats') return
    // As an agent whose answer was lost.
    const { kept, known } = await this.#deliver(body)
    assert.deepEqual({ kept, known }, { kept: 0, known: count }, `${host} repeated a report`)
  }

  /** Sends a report until it is acknowledged. */
  async #deliver(body: string): Promise<Record<string, unknown>> {
    for (let tries = 1; ; tries += 1) {
      const began = performance.now()
      const { status, answer } = await this.#send(body)
      this.#ledger.answered(status, performance.now() - began)
      if (status === 202) return answer
      assert.ok([0, 429, 503].includes(status), `${status} was answered to ${this.#enrolled.host}`)
      await setTimeout(Math.min(LONGEST_PAUSE, 100 * 2 ** tries) * Math.random())
    }
  }

  /** Status 0 if there was no answer. */
  async #send(body: string): Promise<{ status: number; answer: Record<string, unknown> }> {
    const { promise, resolve } = Promise.withResolvers<{ status: number; answer: Record<string, unknown> }>()
    const none = (): void => resolve({ status: 0, answer: {} })
    this.#request()
      .on('response', (response) => {
        const status = response.statusCode ?? 0
        json(response).then(
          (value) => resolve({ status, answer: Object.fromEntries(Object.entries(value ?? {})) }),
          none,
        )
      })
      .on('error', none)
      .end(body)
    return promise
  }

  /** Ends in the midst of its report, or before the answer, as one that is killed. */
  async #die(body: string): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const request = this.#request({ 'content-length': Buffer.byteLength(body) })
    request.on('error', () => resolve()).on('close', () => resolve())
    const isMidst = this.#reports % 2 === 0
    request.write(isMidst ? body.slice(0, body.length / 2) : body, () => request.destroy())
    await promise
    this.#ledger.deaths += 1
  }

  #request(headers: Record<string, string | number> = {}): ClientRequest {
    const options = {
      path: '/api/reports',
      method: 'POST',
      agent: this.#connections,
      headers: { authorization: this.#enrolled.authorization, 'content-type': 'application/json', ...headers },
    }
    return 'ca' in this.#way
      ? requestByHttps({ ...options, host: '127.0.0.1', port: this.#way.port })
      : requestByHttp({ ...options, socketPath: this.#way.socketPath })
  }
}
