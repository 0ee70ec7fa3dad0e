import { copiesOf, inodeOf, type LogPlace, MOST_SEARCHES } from './copies.ts'

/**
 * What the names of a log's copies lead to. A rotation renames all of them, newest last: a search at that moment looks
 * into one copy twice and into another not at all, so what it does not find may still be there.
 */
export class CopyListing {
  readonly #log: LogPlace
  #names: string
  #left = MOST_SEARCHES

  constructor(log: LogPlace) {
    this.#log = log
    this.#names = namesIn(log)
  }

  /** Whether a rotation has renamed copies since the last call, so that a search in vain has to be repeated. */
  hasChanged(): boolean {
    const before = this.#names
    this.#left -= 1
    this.#names = namesIn(this.#log)
    return this.#names !== before && this.#left > 0
  }
}

function namesIn(log: LogPlace): string {
  return copiesOf(log)
    .flat()
    .map(({ path }) => `${path}\0${inodeOf(path)}`)
    .join('\n')
}
