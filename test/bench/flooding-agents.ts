import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'
import { getPriority, setPriority } from 'node:os'
import { codeOf } from '../../lib/system/errors.ts'
import { type EnrolledAgent, entryNow } from '../support/enrolled-agent.ts'

/** How many mailboxes the events are of. */
export const MAILBOXES = 1000

const ID_LENGTH = 22
const DIGITS = 15

/**
 * Agents have processors of their own. Here they get what the hub leaves, or what it takes to make their reports would
 * be measured as the hub's. The nice value of this thread (setpriority(2)).
 */
const NICE = 15

/** What agents report, and where to. */
interface Flood {
  readonly port: number
  readonly agent: EnrolledAgent
  readonly agents: number
  /** Events of each report. */
  readonly entries: number
}

/**
 * Agents that report as fast as the hub takes it, over one connection each. They share the machine with the hub, so
 * they cost as little as can be: a request is made once, and only the ids in it change.
 */
export class FloodingAgents {
  readonly #sockets: readonly Socket[]
  readonly #working: Promise<unknown>
  /** The nice value of this thread before. */
  readonly #priority: number
  /** How many events the hub acknowledged. */
  acknowledged = 0
  #number = 0
  #isStopping = false

  private constructor(flood: Flood, sockets: readonly Socket[], priority: number) {
    this.#sockets = sockets
    this.#priority = priority
    this.#working = Promise.all(sockets.map((socket, index) => this.#work(socket, requestOf(flood, index), flood)))
  }

  static async begin(flood: Flood): Promise<FloodingAgents> {
    const sockets = Array.from({ length: flood.agents }, () => connect(flood.port, '127.0.0.1').setNoDelay())
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    const priority = getPriority()
    setPriority(priority + NICE)
    return new FloodingAgents(flood, sockets, priority)
  }

  /** Ends them once their reports are answered; rejects if one was not acknowledged. */
  async stop(): Promise<void> {
    this.#isStopping = true
    await this.#working
    this.#becomeAsBefore()
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Without the right to that it stays nice, which costs nothing where nobody else works. */
  #becomeAsBefore(): void {
    try {
      setPriority(this.#priority)
    } catch (error) {
      if (codeOf(error) !== 'EACCES') throw error
    }
  }

  #work(socket: Socket, { request, places }: PreparedRequest, { entries }: Flood): Promise<void> {
    const report = (): void => {
      for (const place of places) request.write(`${(this.#number += 1)}`.padStart(DIGITS, '0'), place, 'latin1')
      socket.write(request)
    }
    return new Promise((resolve, reject) => {
      let answer = ''
      socket.on('error', reject).on('close', () => reject(new Error('the hub closed the connection')))
      socket.on('data', (piece) => {
        answer += piece.toString('latin1')
        if (!isWhole(answer)) return
        if (!answer.startsWith('HTTP/1.1 202 ')) return reject(new Error(answer))
        answer = ''
        this.acknowledged += entries
        if (this.#isStopping) resolve()
        else report()
      })
      report()
    })
  }
}

/** A report, and where in it the digits of its ids begin. */
interface PreparedRequest {
  readonly request: Buffer
  readonly places: readonly number[]
}

function requestOf({ agent, agents, entries }: Flood, index: number): PreparedRequest {
  const time = Math.floor(Date.now() / 1000)
  const id = 'e'.padEnd(ID_LENGTH, '_')
  const texts = Array.from({ length: entries }, (_, number) =>
    JSON.stringify(
      entryNow(id, { id, time, mailbox_address: `m${(number * agents + index) % MAILBOXES}@example.com` }),
    ),
  )
  const body = `{"report":{"entries":[${texts.join(',')}]}}`
  const head = [
    'POST /api/reports HTTP/1.1',
    'Host: 127.0.0.1',
    `Authorization: ${agent.authorization}`,
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
  ]
  const request = Buffer.from(`${head.join('\r\n')}\r\n\r\n${body}`, 'latin1')
  const places: number[] = []
  for (let at = request.indexOf(id); at !== -1; at = request.indexOf(id, at + 1)) places.push(at + 1)
  assert.equal(places.length, entries)
  return { request, places }
}

/** Whether all of an answer is here; each has a length. */
function isWhole(answer: string): boolean {
  const end = answer.indexOf('\r\n\r\n')
  const [, length = ''] = end === -1 ? [] : (/\r\ncontent-length: (\d+)/i.exec(answer) ?? [])
  return end !== -1 && answer.length >= end + 4 + Number(length)
}
