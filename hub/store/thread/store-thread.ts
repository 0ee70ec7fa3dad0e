import { getAsset, isSea } from 'node:sea'
import { Worker } from 'node:worker_threads'
import { type Arrival, type Change, type Kept, type Question, type Scrubbed, StoreUnavailable } from '../store.ts'
import type { GroupingStore } from './grouping-store.ts'
import type { BroughtArrival, ThreadAnswer, ThreadOptions, ThreadRequest } from './thread-message.ts'

type WithoutNumber<T> = T extends unknown ? Omit<T, 'number'> : never

interface Asked {
  readonly resolve: (output: unknown) => void
  readonly reject: (error: unknown) => void
}

/** A store in a thread of its own, as seen from the thread that asks. */
export class StoreThread implements GroupingStore {
  readonly #worker: Worker
  readonly #asked = new Map<number, Asked>()
  /** The numbers of arrivals that the thread has, and has not been told to keep yet. */
  readonly #brought = new Map<Arrival, number>()
  #number = 0
  #isClosing = false
  collisions = 0

  readonly #onAway: () => void

  /**
   * `program` is the file of the program's first script; inside an executable it is not needed. `onAway` hears of each
   * request for which the database could not be reached.
   */
  constructor(workerData: ThreadOptions, program: string, onAway: () => void = () => undefined) {
    this.#onAway = onAway
    this.#worker = isSea()
      ? new Worker(getAsset('loader.cjs', 'utf8'), { eval: true, workerData })
      : new Worker(program, { workerData })
    this.#worker.on('message', (answer: ThreadAnswer) => this.#settle(answer))
    this.#worker.on('error', (error) => this.#end(error))
    this.#worker.on('exit', () => this.#end())
  }

  ask<Input, Output>({ name }: Question<Input, Output>, input: Input): Promise<Output> {
    return this.#request({ asks: 'ask', name, input })
  }

  change<Input, Output>({ name }: Change<Input, Output>, input: Input): Promise<Output> {
    return this.#request({ asks: 'change', name, input })
  }

  /** Gives the thread an arrival that is kept later: a commit of many need not be moved as a whole. */
  bring(arrival: Arrival): void {
    if (!this.#brought.has(arrival)) this.#brought.set(arrival, this.#send(arrival))
  }

  keepAll(arrivals: readonly Arrival[]): Promise<readonly Kept[]> {
    const brought = arrivals.map((arrival) => {
      const number = this.#brought.get(arrival) ?? this.#send(arrival)
      this.#brought.delete(arrival)
      return number
    })
    return this.#request({ asks: 'keep', brought })
  }

  dropBefore(day: number): Promise<number> {
    return this.#request({ asks: 'drop', day })
  }

  prepareDays(now: number): Promise<void> {
    return this.#request({ asks: 'days', now })
  }

  scrub(): Promise<Scrubbed> {
    return this.#request({ asks: 'scrub' })
  }

  /** Closes the store after what was asked before, and ends the thread. */
  async close(): Promise<void> {
    const ended = new Promise((resolve) => void this.#worker.once('exit', resolve))
    const closed = this.#request({ asks: 'close' })
    this.#isClosing = true
    await closed
    await ended
  }

  #send(arrival: Arrival): number {
    this.#number += 1
    const message: BroughtArrival = { brings: this.#number, json: JSON.stringify(arrival) }
    this.#worker.postMessage(message)
    return this.#number
  }

  /** Resolves with the output of the answer. */
  #request<Output>(request: WithoutNumber<ThreadRequest>): Promise<Output> {
    if (this.#isClosing) return Promise.reject(new StoreUnavailable('away'))
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    this.#number += 1
    this.#asked.set(this.#number, { resolve, reject })
    this.#worker.postMessage({ ...request, number: this.#number })
    // Sound: the thread runs the same function on what was sent.
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion
    return promise as Promise<Output>
  }

  #settle(answer: ThreadAnswer): void {
    const asked = this.#asked.get(answer.number)
    this.#asked.delete(answer.number)
    this.collisions = answer.collisions
    if ('output' in answer) asked?.resolve(answer.output)
    else if ('unavailable' in answer) {
      if (answer.unavailable === 'away') this.#onAway()
      asked?.reject(new StoreUnavailable(answer.unavailable, { cause: new Error(answer.message) }))
    } else asked?.reject(answer.failure)
  }

  /** Nobody closed it, so the hub has no store any more: it ends, and is started again with a new one. */
  #end(cause?: unknown): void {
    if (this.#isClosing) return
    this.#isClosing = true
    for (const { reject } of this.#asked.values()) reject(new StoreUnavailable('away', { cause }))
    this.#asked.clear()
    throw new Error('a thread of the store has ended', { cause })
  }
}
