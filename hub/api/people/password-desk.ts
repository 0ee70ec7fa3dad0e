import { HttpError, PROBLEMS } from '../../http/errors.ts'
import { retryLater } from '../../http/retry-later.ts'
import { isPasswordOf, NOBODYS_HASH, passwordHash } from '../../people/password.ts'

/** How many are computed at once, each on a thread of Node's pool, of which files need some, too; how many may wait. */
const [AT_ONCE, WAITING] = [2, 20]

/** Computes the hashes of passwords for a server: few at once, and no more than can be answered soon. */
export class PasswordDesk {
  readonly #waiting: (() => void)[] = []
  #busy = 0

  /** Whether a password is that of a hash; null is nobody's. Throws `HttpError` (429) if too many wait. */
  async isPasswordOf(hash: string | null, password: string): Promise<boolean> {
    const isRight = await this.#inTurn(() => isPasswordOf(hash ?? NOBODYS_HASH, password))
    return isRight && hash !== null
  }

  /** What is to be kept of a password. Throws `HttpError` (429) if too many wait. */
  hashOf(password: string): Promise<string> {
    return this.#inTurn(() => passwordHash(password))
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#busy >= AT_ONCE) {
      if (this.#waiting.length >= WAITING) throw new HttpError(PROBLEMS.tooManyLogins, { headers: retryLater() })
      await new Promise<void>((resolve) => void this.#waiting.push(resolve))
    } else this.#busy += 1
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next === undefined) this.#busy -= 1
      else next()
    }
  }
}
