import { listPiece } from '../reports/ordered-names.ts'
import { orderOf } from '../reports/report-order.ts'

/** So many names are held at once, a megabyte or two; a folder with more is listed again for each so many. */
const PIECE = 8192

/** Which names are looked for. */
export interface Scope {
  /** So many are held at once. */
  readonly piece?: number
  /** All up to this order are passed over, at each listing. */
  readonly from?: () => string
}

/** The names of the reports that wait in a folder, oldest first, each given to one taker at a time. */
export class WaitingNames {
  readonly #folder: string
  readonly #onStranger: (name: string) => void
  readonly #piece: number
  readonly #from: () => string
  /** What was listed and not given out yet, the oldest last. */
  #listed: string[] = []
  /** Up to where the folder was listed, as an order; empty where a listing begins at its beginning. */
  #upTo = ''
  /** There may be names that no listing has shown, which come before those that were postponed. */
  #isUnseen = true
  /** Names that listings must skip: in flight, returned or postponed. */
  readonly #held = new Set<string>()
  readonly #returned: string[] = []
  readonly #postponed: string[] = []

  /** `onStranger` hears of each name, at each listing, that cannot be a report's. */
  constructor(folder: string, onStranger: (name: string) => void, { piece = PIECE, from = () => '' }: Scope = {}) {
    this.#folder = folder
    this.#onStranger = onStranger
    this.#piece = piece
    this.#from = from
  }

  /**
   * What `read` makes of the oldest name of which it makes something. That name then belongs to the caller, until he
   * says what became of it. One call at a time.
   */
  async first<T>(read: (name: string) => Promise<T | undefined>): Promise<T | undefined> {
    for (let isListed = false; ;) {
      const name = this.#next()
      if (name !== undefined) {
        const made = await this.#holding(name, read)
        if (made !== undefined) return made
      } else if (isListed) {
        return undefined
      } else {
        await this.#list()
        isListed = !this.#isUnseen
      }
    }
  }

  /** It is not there any more. */
  gone(name: string): void {
    this.#held.delete(name)
  }

  /** It is the oldest again, of those that were not returned before. */
  giveBack(name: string): void {
    this.#returned.push(name)
    this.#returned.sort((a, b) => ((orderOf(a) ?? '') < (orderOf(b) ?? '') ? -1 : 1))
  }

  /** It comes after all others that wait by now, or as the first of those for which this was said before. */
  postpone(name: string, place: 'first' | 'last' = 'last'): void {
    if (place === 'first') this.#postponed.unshift(name)
    else this.#postponed.push(name)
    this.#isUnseen = true
  }

  #next(): string | undefined {
    const known = this.#returned.shift() ?? this.#listed.pop()
    return known ?? (this.#isUnseen ? undefined : this.#postponed.shift())
  }

  async #holding<T>(name: string, read: (name: string) => Promise<T | undefined>): Promise<T | undefined> {
    this.#held.add(name)
    try {
      const made = await read(name)
      if (made === undefined) this.gone(name)
      return made
    } catch (error) {
      this.giveBack(name)
      throw error
    }
  }

  async #list(): Promise<void> {
    const { names, upTo } = await listPiece(this.#folder, {
      after: this.#upTo === '' ? this.#from() : this.#upTo,
      most: this.#piece,
      skip: (name) => this.#held.has(name),
      onStranger: this.#onStranger,
    })
    this.#isUnseen = upTo !== undefined
    this.#upTo = upTo ?? ''
    this.#listed = names.toReversed()
  }
}
