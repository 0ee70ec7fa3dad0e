import { Lowest } from './reports/lowest.ts'
import { everywhere, numbersOf } from './sequence.ts'
import type { SpoolFolders } from './spool-folders.ts'

/** Numbers held at once, a megabyte; each further piece lists the folders again. */
const PIECE = 65_536

/** The numbers after `last` of all reports in a spool, sent or not, each once, newest first. */
export async function* newestFirst(
  last: number,
  folders: SpoolFolders,
  piece: number = PIECE,
): AsyncGenerator<number, void, void> {
  for (let end = Infinity, isCut = true; isCut;) {
    // Negated, because `Lowest` keeps the lowest and the highest are wanted.
    const negated = new Lowest<number>(piece)
    for await (const { entries } of everywhere(folders)) {
      for (const number of numbersOf(entries)) if (number > last && number < end) negated.add(-number)
    }
    const found = negated.ascending().map((number) => -number)
    yield* found
    end = found.at(-1) ?? end
    isCut = negated.isCut
  }
}
