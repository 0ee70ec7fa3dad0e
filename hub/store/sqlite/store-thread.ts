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
  #isClosing = false

  /** `program` is the file of the program's first script; inside an executable it is not needed. */
  constructor(options: SqliteOptions, program: string) {
    const workerData: ThreadOptions = { ...options, thread: 'embedded-store' }
    this.#worker = isSea()
      ? new Worker(getAsset('loader.cjs', 'utf8'), { eval: true, workerData })
      : new Worker(program, { workerData })
    this.#worker.on('message', (answer: ThreadAnswer) => this.#settle(answer))
    this.#worker.on('error', (error) => this.#end(error))
    this.#worker.on('exit', () => this.#end())
  }

  /** Sends a request, and resolves with the output of its answer. */
  ask(request: WithoutNumber<ThreadRequest>): Promise<unknown> {
    if (this.#isClosing) return Promise.reject(new StoreUnavailable('away'))
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#number += 1
    this.#asked.set(this.#number, { resolve, reject })
    this.#worker.postMessage({ ...request, number: this.#number })
    return promise
  }

  /** Closes the connection after what was asked before, and ends the thread. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => void this.#worker.once('exit', resolve))
    const closed = this.ask({ asks: 'close' })
    this.#isClosing = true
    await closed
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

  /** Nobody closed it, so the hub has no store any more: it ends, and is started again with a new one. */
  #end(cause?: unknown): void {
    if (this.#isClosing) return
    this.#isClosing = true
    for (const { reject } of this.#asked.values()) reject(new StoreUnavailable('away', { cause }))
    this.#asked.clear()
    throw new Error('a thread of the embedded store has ended', { cause })
  }
}
