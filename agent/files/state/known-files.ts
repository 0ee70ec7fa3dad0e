import type { ByteText } from '../byte-text.ts'
import type { Stamped } from '../listing.ts'

/** Looks names up in what a pass saved. Both are in the same order, so that one line is in memory. */
export class KnownFiles {
  readonly #entries: Iterator<Stamped, void>
  #current: Stamped | undefined

  constructor(entries: Iterator<Stamped, void>) {
    this.#entries = entries
    this.#current = this.#next()
  }

  /** What was known of a name, which comes after all names before. */
  of(name: ByteText): Stamped | undefined {
    while (this.#current !== undefined && this.#current.listed.name < name) this.#current = this.#next()
    return this.#current?.listed.name === name ? this.#current : undefined
  }

  #next(): Stamped | undefined {
    const next = this.#entries.next()
    return next.done === true ? undefined : next.value
  }
}
