import { getAsset, isSea } from 'node:sea'
import { Worker } from 'node:worker_threads'
import { StoreUnavailable } from '../store.ts'
import type { SqliteOptions } from './sqlite-store.ts'
import type { ThreadAnswer, ThreadOptions, ThreadRequest } from './thread-message.ts'

type WithoutNumber<T> = T extends unknown ? Omit<T, 'number'> : never

interface Asked {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A thread with one connection to the embedded store, as seen from the thread that asks. */
export class StoreThread {
  readonly #worker: Worker
  readonly #asked = new Map<number, Asked>()
  #number = 0
  #hasEnded = false

  /** `program` is the file of the program's first script; inside an executable it is not needed. */
  constructor(options: SqliteOptions, program: string) {
    const workerData: ThreadOptions = { ...options, thread: 'embedded-store' }
    this.#worker = isSea()
      ? new Worker(getAsset('loader.cjs', 'utf8'), { eval: true, workerData })
      : new Worker(program, { workerData })
    this.#worker.on('message', (answer: ThreadAnswer) => this.#settle(answer))
    this.#worker.on('error', (error) => this.#endAll(error))
    this.#worker.on('exit', () => this.#endAll(new StoreUnavailable('away')))
  }

  /** Sends a request, and resolves with the output of its answer. */
  ask(request: WithoutNumber<ThreadRequest>): Promise<unknown> {
    if (this.#hasEnded) return Promise.reject(new StoreUnavailable('away'))
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#number += 1
    this.#asked.set(this.#number, { resolve, reject })
    this.#worker.postMessage({ ...request, number: this.#number })
    return promise
  }

  /** Closes the connection after what was asked before, and ends the thread. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => void this.#worker.once('exit', resolve))
    await this.ask({ asks: 'close' })
    await ended
  }

  #settle(answer: ThreadAnswer): void {
    const asked = this.#asked.get(answer.number)
    this.#asked.delete(answer.number)
    if ('output' in answer) asked?.resolve(answer.output)
    else if ('unavailable' in answer)
      asked?.reject(new StoreUnavailable(answer.unavailable, { cause: new Error(answer.message) }))
    else asked?.reject(answer.failure)
  }

  #endAll(error: unknown): void {
    this.#hasEnded = true
    const all = [...this.#asked.values()]
    this.#asked.clear()
    for (const { reject } of all) reject(error)
  }
}
