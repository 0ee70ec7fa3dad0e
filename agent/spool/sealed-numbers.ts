import { codeOf } from '../../lib/system/errors.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { Lowest } from './reports/lowest.ts'
import { sequenceOf } from './reports/report-name.ts'
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
    for await (const numbers of numbersIn(folders)) {
      for (const number of numbers) if (number > last && number < end) negated.add(-number)
    }
    const found = negated.ascending().map((number) => -number)
    yield* found
    end = found.at(-1) ?? end
    isCut = negated.isCut
  }
}

/**
 * One folder after the other, as reports move: what leaves one unseen comes into one that is still to be listed. By
 * hand one can come back from the failed ones, so these are listed before all others too. Before the first start there
 * is no folder.
 */
async function* numbersIn({
  parsed,
  transmitted,
  failed,
  dropped,
}: SpoolFolders): AsyncGenerator<readonly number[], void, void> {
  for (const folder of [failed, parsed, transmitted, failed, dropped]) {
    try {
      for await (const entries of entriesOf(folder)) {
        yield entries.map(({ name }) => sequenceOf(name)).filter((number) => number !== undefined)
      }
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }
}
