import { opendirSync } from 'node:fs'
import { setImmediate } from 'node:timers/promises'
import { legacyOrder } from './legacy-file.ts'
import { isReportFile } from './report-file.ts'

/** After so many entries of a folder the event loop has its turn: a millisecond or two. */
const STRETCH = 4096

/** So many names a walk holds at once, some ten megabytes: it lists a million eight times, half a second each. */
const WALK = 131_072

/** Whether a file of that name may be a report, of this program or of App::Spoor. */
export function isReportName(name: string): boolean {
  return orderOf(name) !== undefined
}

/**
 * A text that sorts as reports are sent: what App::Spoor left is older than any report, and `.` comes before `r`. Undefined
 * for what is no report by its name.
 */
export function orderOf(name: string): string | undefined {
  if (isReportFile(name)) return name
  const numbers = legacyOrder(name)?.map((number) => String(number).padStart(15, '0'))
  return numbers && `.${numbers.join('.')}/${name}`
}

/** The names of the reports in a folder, oldest first. */
export async function* namesIn(folder: string, most: number = WALK): AsyncGenerator<string, void, void> {
  const ignore = (): void => undefined
  for (let after: string | undefined = ''; after !== undefined;) {
    const piece: Piece = await listPiece(folder, { after, most, skip: () => false, onStranger: ignore })
    yield* piece.names
    after = piece.upTo
  }
}

/** The next names in a folder. */
export interface Piece {
  /** Oldest first. */
  readonly names: readonly string[]
  /** The order of the last of them where more come after it. */
  readonly upTo: string | undefined
}

/** Which names to list. */
export interface PieceOptions {
  /** Those that come after this order; '' for all. */
  readonly after: string
  /** At most so many. */
  readonly most: number
  readonly skip: (name: string) => boolean
  /** Hears of each name that cannot be a report's. */
  readonly onStranger: (name: string) => void
}

/** The next piece of a folder; what comes and goes meanwhile may be in it or not. */
export async function listPiece(folder: string, { after, most, skip, onStranger }: PieceOptions): Promise<Piece> {
  const piece = new LowestOrders(most)
  for await (const names of stretchesOf(folder)) {
    for (const name of names) {
      const order = orderOf(name)
      if (order === undefined) onStranger(name)
      else if (order > after && !skip(name)) piece.add(order)
    }
  }
  const orders = piece.ascending()
  return { names: orders.map(nameOf), upTo: piece.isCut ? orders.at(-1) : undefined }
}

/**
 * The names of all entries of a folder, in any order, some thousands at a time. Synchronous reads in small portions take a tenth of the time of readdir or
 * of an asynchronous iterator, and no memory: half a second for a million names.
 */
export async function* stretchesOf(path: string): AsyncGenerator<readonly string[], void, void> {
  const folder = opendirSync(path)
  try {
    let names: string[] = []
    for (let entry = folder.readSync(); entry !== null; entry = folder.readSync()) {
      if (names.push(entry.name) < STRETCH) continue
      yield names
      names = []
      await setImmediate()
    }
    yield names
  } finally {
    folder.closeSync()
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

function nameOf(order: string): string {
  return order.slice(order.indexOf('/') + 1)
}
