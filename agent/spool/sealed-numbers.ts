import { Lowest } from './reports/lowest.ts'
import { everywhere, numbersOf } from './sequence.ts'
import type { SpoolFolders } from './spool-folders.ts'

/** So many numbers are held at once, a megabyte; more than that cost another look at the folders for each so many. */
const PIECE = 65_536

/** The numbers after `last` of the reports in a spool, sent or not, each once, the newest first. */
export async function* newestFirst(
  last: number,
  folders: SpoolFolders,
  piece: number = PIECE,
): AsyncGenerator<number, void, void> {
  for (let end = Infinity, isCut = true; isCut;) {
    // Of what is negated the highest is the lowest.
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
