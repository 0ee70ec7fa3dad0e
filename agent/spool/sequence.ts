import type { Dirent } from 'node:fs'
import { codeOf } from '../../lib/system/errors.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { NumberSet } from './number-set.ts'
import { linkReport } from './reports/link.ts'
import { sequenceOf } from './reports/report-name.ts'
import type { SpoolFolders } from './spool-folders.ts'

/** Some entries of one folder. */
export interface Portion {
  readonly folder: string
  readonly entries: readonly Dirent[]
}

/** All reports: those of the sequence, then what versions before 0.2 left in the API's folders, and links to the rest. */
export async function* everywhere(folders: SpoolFolders): AsyncGenerator<Portion, void, void> {
  yield* entriesIn([folders.sealed])
  yield* inApiFolders(folders)
}

/**
 * What stands in the folders of the API, in the order in which reports move through them: what leaves a folder unseen
 * comes into one that is still to be listed. By hand a report can come back from the failed ones, so these are listed
 * before all others, too.
 */
async function* inApiFolders(folders: SpoolFolders): AsyncGenerator<Portion, void, void> {
  const { parsed, transmitted, failed, dropped } = folders
  yield* entriesIn([failed, parsed, transmitted, failed, dropped])
}

/** The numbers of the reports that stand in one of the API's folders. */
export async function linkedNumbers(folders: SpoolFolders): Promise<NumberSet> {
  const numbers = new NumberSet()
  for await (const { entries } of inApiFolders(folders)) {
    for (const number of numbersOf(entries)) numbers.add(number)
  }
  return numbers
}

/**
 * Lets the API have the sealed reports with numbers after `last` that stand in none of its folders: a crash came right
 * after they were sealed.
 */
export async function linkUnlinked(folders: SpoolFolders, last: number): Promise<void> {
  // First what is linked, then what is sealed: nothing new is sealed meanwhile.
  const linked = await linkedNumbers(folders)
  for await (const { entries } of entriesIn([folders.sealed])) {
    for (const { name } of entries) {
      const number = sequenceOf(name)
      if (number !== undefined && number > last && !linked.has(number)) await linkReport(folders, name)
    }
  }
}

/** The numbers of the reports among some entries. */
export function numbersOf(entries: readonly Dirent[]): readonly number[] {
  return entries.map(({ name }) => sequenceOf(name)).filter((number) => number !== undefined)
}

/** Before the first start there is no folder. */
async function* entriesIn(folders: readonly string[]): AsyncGenerator<Portion, void, void> {
  for (const folder of folders) {
    try {
      for await (const entries of entriesOf(folder)) yield { folder, entries }
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }
}
