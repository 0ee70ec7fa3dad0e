import assert from 'node:assert/strict'
import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

/** In a thread of its own, which reads all that comes. */
const READING = `
const { parentPort, workerData: { url, headers, count } } = require('node:worker_threads')
const { request, Agent } = require('node:http')
const agent = new Agent({ maxSockets: count })
let [open, bytes] = [0, 0]
for (let number = 0; number < count; number += 1)
  request(url, { headers, agent }, (response) => {
    if (response.statusCode !== 200) throw new Error('a stream was answered ' + response.statusCode)
    response.on('data', (piece) => (bytes += piece.length))
    if (++open === count) parentPort.postMessage('open')
  }).on('error', () => undefined).end()
parentPort.on('message', () => { parentPort.postMessage(bytes); process.exit() })`

/** Streams of server-sent events that are read as they come. */
export class OpenStreams {
  readonly #thread: Worker

  private constructor(thread: Worker) {
    this.#thread = thread
  }

  /** Resolves once so many are open. */
  static async open(url: string, headers: Readonly<Record<string, string>>, count: number): Promise<OpenStreams> {
    const thread = new Worker(READING, { eval: true, execArgv: [], workerData: { url, headers, count } })
    await once(thread, 'message')
    return new OpenStreams(thread)
  }

  /** Closes them; rejects if they told nothing. */
  async close(): Promise<void> {
    const told = once(this.#thread, 'message')
    this.#thread.postMessage('close')
    const [bytes]: readonly number[] = await told
    assert.ok((bytes ?? 0) > 0)
    await this.#thread.terminate()
  }
}
