import { type Question, type Store, StoreUnavailable } from '../store.ts'

/** A thread that answers. */
type Reader = Pick<Store, 'ask' | 'close'>

/**
 * The threads that read: one for all that people and agents wait for, and one for long questions, one after the other.
 * That one begins with the first of them: many hubs are never asked one.
 */
export class ReadingThreads implements Reader {
  readonly #quick: Reader
  readonly #startLong: () => Reader
  #long: Reader | undefined
  #last: Promise<unknown> = Promise.resolve()
  #isClosing = false

  constructor(start: (isLong: boolean) => Reader) {
    this.#quick = start(false)
    this.#startLong = () => start(true)
  }

  ask<Input, Output>(question: Question<Input, Output>, input: Input, signal?: AbortSignal): Promise<Output> {
    if (question.isLong !== true) return this.#quick.ask(question, input)
    if (this.#isClosing) return Promise.reject(new StoreUnavailable('away'))
    const answer = this.#last.then(() => {
      signal?.throwIfAborted()
      this.#long ??= this.#startLong()
      return this.#long.ask(question, input)
    })
    this.#last = answer.catch(() => undefined)
    return answer
  }

  async close(): Promise<void> {
    this.#isClosing = true
    await Promise.all([this.#quick.close(), this.#last])
    await this.#long?.close()
  }
}
