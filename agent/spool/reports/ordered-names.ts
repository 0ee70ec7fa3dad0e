import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { Lowest } from './lowest.ts'
import { fileNameOf, orderOf } from './report-order.ts'

/** Names a walk holds at once, some ten megabytes: a folder of a million is listed eight times, half a second each. */
const WALK = 131_072

/** The names of the reports in a folder, oldest first. */
export async function* namesIn(folder: string, most: number = WALK): AsyncGenerator<string, void, void> {
  const ignore = (): void => undefined
  for (let after: string | undefined = ''; after !== undefined;) {
    const piece: NameRun = await listPiece(folder, { after, most, skip: () => false, onStranger: ignore })
    yield* piece.names
    after = piece.upTo
  }
}

/** A run of consecutive names in a folder. */
export interface NameRun {
  /** Oldest first. */
  readonly names: readonly string[]
  /** The order of the last name if more follow; otherwise undefined. */
  readonly upTo: string | undefined
}

/** Which names to list. */
export interface PieceOptions {
  /** List names after this order; '' for all. */
  readonly after: string
  /** How many at most. */
  readonly most: number
  readonly skip: (name: string) => boolean
  /** Called for each name that cannot be a report's. */
  readonly onStranger: (name: string) => void
}

/** The next piece of a folder; may or may not include names that come or go meanwhile. */
export async function listPiece(folder: string, { after, most, skip, onStranger }: PieceOptions): Promise<NameRun> {
  const piece = new Lowest<string>(most)
  for await (const entries of entriesOf(folder)) {
    for (const { name } of entries) {
      const order = orderOf(name)
      if (order === undefined) onStranger(name)
      else if (order > after && !skip(name)) piece.add(order)
    }
  }
  const orders = piece.ascending()
  return { names: orders.map(fileNameOf), upTo: piece.isCut ? orders.at(-1) : undefined }
}
