import { lstat, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../lib/system/errors.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { Lowest } from '../spool/reports/lowest.ts'
import { BOUNDS } from './bounds.ts'
import { GIVEN_UP, bytesByName, isUnfinished } from './file-name.ts'

/** How many names to read in one look: writers keep to a bound, and one that does not must not delay the others. */
const MOST_NAMES = 2 * BOUNDS.files

/** Milliseconds after which an incomplete file stays incomplete: its writer was killed. */
const UNFINISHED_FOR = 3_600_000

/** What lies in an inbox. */
export interface Listing {
  /** Names of events' files, oldest first. */
  readonly names: readonly string[]
  /** Whether there are more of them. */
  readonly isMore: boolean
  /** Names that cannot be an event's. */
  readonly strangers: readonly string[]
  /** Names that may be of files whose writers were killed. */
  readonly unfinished: readonly string[]
  readonly hasGivenUp: boolean
}

/** The next `most` events of an inbox, without those to skip; reads `among` names, or a few more. */
export async function listInbox(
  folder: string,
  most: number,
  skip: (name: string) => boolean,
  among: number = MOST_NAMES,
): Promise<Listing> {
  const lowest = new Lowest<string>(most)
  const [strangers, unfinished]: [string[], string[]] = [[], []]
  let [seen, hasGivenUp] = [0, false]
  for await (const entries of entriesOf(folder)) {
    for (const { name } of entries) {
      if (name === GIVEN_UP) hasGivenUp = true
      else if (isUnfinished(name)) unfinished.push(name)
      else if (bytesByName(name) === undefined) strangers.push(name)
      else if (!skip(name)) lowest.add(name)
    }
    seen += entries.length
    if (seen >= among) break
  }
  const names = lowest.ascending()
  return { names, isMore: lowest.isCut, strangers, unfinished, hasGivenUp }
}

/** Removes what killed writers left. */
export async function removeUnfinished(folder: string, names: readonly string[], now: number): Promise<void> {
  for (const name of names) {
    const path = join(folder, name)
    const stats = await lstat(path).catch(ignoreMissing)
    if (stats?.isFile() === true && stats.ctimeMs < now - UNFINISHED_FOR) await unlink(path).catch(ignoreMissing)
  }
}

function ignoreMissing(error: unknown): undefined {
  if (codeOf(error) !== 'ENOENT') throw error
}
