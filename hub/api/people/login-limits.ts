import { FailureLimit } from '../../http/failure-limit.ts'

/** Who tries to sign in. */
interface Try {
  readonly name: string
  readonly address: string
}

/** Bounds how often passwords and codes are guessed, by address and by name, whether there is such a person or not. */
export class LoginLimits {
  readonly #ofAddress = new FailureLimit()
  readonly #ofName = new FailureLimit({ most: 10, window: 15 * 60_000 })

  /** How many seconds somebody has to wait, at a time in milliseconds; 0 if not at all. */
  waitFor({ name, address }: Try, now: number): number {
    return Math.max(this.#ofAddress.waitFor(address, now), this.#ofName.waitFor(name, now))
  }

  /** Notes a try before it is known how it ends, so that many at once count, too. */
  note({ name, address }: Try, now: number): void {
    this.#ofAddress.note(address, now)
    this.#ofName.note(name, now)
  }

  /** Takes a try back that did not fail. */
  forgive({ name, address }: Try): void {
    this.#ofAddress.forgive(address)
    this.#ofName.forgive(name)
  }
}
