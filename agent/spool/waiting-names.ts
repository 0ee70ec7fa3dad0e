import { opendirSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { legacyOrder } from './legacy-file.ts'
import { isReportFile } from './report-file.ts'

/** So many names are held at once, a megabyte or two; a folder with more is listed again for each so many. */
const PIECE = 8192

/** After so many entries of a folder the event loop has its turn: a millisecond or two. */
const STRETCH = 4096

/** Whether a file of that name may be a report, of this program or of App::Spoor. */
export function isReportName(name: string): boolean {
  return orderOf(name) !== undefined
}

/** The names of the reports that wait in a folder, oldest first, each given to one taker at a time. */
export class WaitingNames {
  readonly #folder: string
  readonly #onStranger: (name: string) => void
  readonly #piece: number
  /** What was listed and not given out yet, the oldest last. */
  #listed: string[] = []
  /** Up to where the folder was listed, as an order; empty where a listing begins at its beginning. */
  #upTo = ''
  /** There may be names that no listing has shown, which come before those that were postponed. */
  #isUnseen = true
  /** What no listing is to bring again: what is under way, and the next two. */
  readonly #held = new Set<string>()
  readonly #returned: string[] = []
  readonly #postponed: string[] = []

  /** `onStranger` hears of each name, at each listing, that cannot be a report's. */
  constructor(folder: string, onStranger: (name: string) => void, piece: number = PIECE) {
    this.#folder = folder
    this.#onStranger = onStranger
    this.#piece = piece
  }

  /**
   * What `read` makes of the oldest name of which it makes something. That name then belongs to the caller, until he says what
   * became of it. One call at a time.
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

  /** It comes after all others that wait by now. */
  postpone(name: string): void {
    this.#postponed.push(name)
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

  /**
   * Takes the next piece of the folder. Synchronous reads in small portions take a tenth of the time of readdir or of an
   * asynchronous iterator, and no memory: half a second for a million names.
   */
  async #list(): Promise<void> {
    const piece = new LowestOrders(this.#piece)
    const folder = opendirSync(this.#folder)
    try {
      let left = STRETCH
      for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
        const order = orderOf(entry.name)
        if (order === undefined) this.#onStranger(entry.name)
        else if (order > this.#upTo && !this.#held.has(entry.name)) piece.add(order)
        left -= 1
        if (left > 0) continue
        left = STRETCH
        await setImmediate()
      }
    } finally {
      folder.closeSync()
    }
    const orders = piece.ascending()
    this.#isUnseen = piece.isCut
    this.#upTo = (piece.isCut && orders.at(-1)) || ''
    this.#listed = orders.map(nameOf).toReversed()
  }
}

/** The lowest so many of all that are added. */
class LowestOrders {
  readonly #most: number
  #orders: string[] = []
  #highest = ''
  /** Whether there were more. */
  isCut = false

  constructor(most: number) {
    this.#most = most
  }

  add(order: string): void {
    if (this.isCut && order > this.#highest) return
    this.#orders.push(order)
    // Not at each one: so each costs no more than its share of a sort.
    if (this.#orders.length === 2 * this.#most) this.ascending()
  }

  ascending(): readonly string[] {
    this.#orders.sort()
    if (this.#orders.length > this.#most) {
      this.#orders = this.#orders.slice(0, this.#most)
      this.#highest = this.#orders.at(-1) ?? ''
      this.isCut = true
    }
    return this.#orders
  }
}

/**
 * A text that sorts as reports are sent: what App::Spoor left is older than any report, and `.` comes before `r`. Undefined
 * for what is no report by its name.
 */
function orderOf(name: string): string | undefined {
  if (isReportFile(name)) return name
  const numbers = legacyOrder(name)?.map((number) => String(number).padStart(15, '0'))
  return numbers && `.${numbers.join('.')}/${name}`
}

function nameOf(order: string): string {
  return order.slice(order.indexOf('/') + 1)
}
