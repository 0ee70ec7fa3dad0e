import { listPiece } from '../reports/ordered-names.ts'
import { orderOf } from '../reports/report-order.ts'

/** Names held at once, a megabyte or two; a larger folder is listed again for each further piece. */
const PIECE = 8192

/** Which names to list. */
export interface ListingScope {
  /** Names held at once. */
  readonly piece?: number
  /** Each listing starts after this order. */
  readonly from?: () => string
}

/** The names of the reports that wait in a folder, oldest first, each handed out to one caller at a time. */
export class WaitingNames {
  readonly #folder: string
  readonly #onStranger: (name: string) => void
  readonly #piece: number
  readonly #from: () => string
  /** Names listed but not handed out yet, oldest last. */
  #listed: string[] = []
  /** The order up to which the folder has been listed; '' if the next listing starts over. */
  #upTo = ''
  /** Whether there may be names not listed yet; they come before the postponed ones. */
  #isUnseen = true
  /** Names that listings must skip: in flight, returned or postponed. */
  readonly #held = new Set<string>()
  readonly #returned: string[] = []
  readonly #postponed: string[] = []

  /** `onStranger` is called at each listing for each name that cannot be a report's. */
  constructor(
    folder: string,
    onStranger: (name: string) => void,
    { piece = PIECE, from = () => '' }: ListingScope = {},
  ) {
    this.#folder = folder
    this.#onStranger = onStranger
    this.#piece = piece
    this.#from = from
  }

  /**
   * Calls `read` with names, oldest first, until it returns a result, and returns that. The name is then held by the
   * caller until `gone`, `giveBack` or `postpone`. One call at a time.
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

  /** Releases a name whose report has left the folder. */
  gone(name: string): void {
    this.#held.delete(name)
  }

  /** Returns a name, to be handed out again before all names that were never returned. */
  giveBack(name: string): void {
    this.#returned.push(name)
    this.#returned.sort((a, b) => ((orderOf(a) ?? '') < (orderOf(b) ?? '') ? -1 : 1))
  }

  /** Puts a name after all others that wait now, or as the first of the postponed ones. */
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
