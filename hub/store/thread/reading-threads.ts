import { type Question, type Store, StoreUnavailable } from '../store.ts'

/** How long the thread of long questions waits for the next one, in milliseconds: it takes ten megabytes. */
const IDLE = 15_000

/** A thread that answers. */
type Reader = Pick<Store, 'ask' | 'close'>

/**
 * The threads that read: one for all that people and agents wait for, and one for long questions, one after the other.
 * That one begins with the first of them, and ends when nobody has asked one for a while.
 */
export class ReadingThreads implements Reader {
  readonly #quick: Reader
  readonly #startLong: () => Reader
  #long: Reader | undefined
  #last: Promise<unknown> = Promise.resolve()
  #idle: NodeJS.Timeout | undefined
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
      clearTimeout(this.#idle)
      this.#long ??= this.#startLong()
      return this.#long.ask(question, input)
    })
    this.#last = answer.catch(() => undefined).then(() => this.#endLater())
    return answer
  }

  #endLater(): void {
    clearTimeout(this.#idle)
    if (!this.#isClosing) this.#idle = setTimeout(() => this.#endLong(), IDLE).unref()
  }

  /** Whoever asks meanwhile waits until it has ended, and begins another one. */
  #endLong(): void {
    const long = this.#long
    this.#long = undefined
    this.#last = this.#last.then(() => long?.close()).catch(() => undefined)
  }

  async close(): Promise<void> {
    this.#isClosing = true
    clearTimeout(this.#idle)
    await Promise.all([this.#quick.close(), this.#last])
    await this.#long?.close()
  }
}
