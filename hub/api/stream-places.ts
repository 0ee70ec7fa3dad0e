import { HttpError, PROBLEMS } from '../http/errors.ts'

/** Bounds how many answers of a kind, each of which can last, are open at the same time. */
export class StreamPlaces {
  readonly #most: number
  #taken = 0

  constructor(most: number) {
    this.#most = most
  }

  /** Takes a place until the client is gone or has the whole answer. Throws `HttpError` if none is free. */
  take(signal: AbortSignal): void {
    if (this.#taken >= this.#most) throw new HttpError(PROBLEMS.tooManyStreams, { headers: { 'retry-after': '10' } })
    if (signal.aborted) return
    this.#taken += 1
    signal.addEventListener('abort', () => (this.#taken -= 1), { once: true })
  }
}
