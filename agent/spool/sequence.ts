import type { Dirent } from 'node:fs'
import { codeOf } from '../../lib/system/errors.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { NumberSet } from './number-set.ts'
import { linkReport } from './reports/link.ts'
import { sequenceOf } from './reports/report-name.ts'
import type { SpoolFolders } from './spool-folders.ts'

/** Some of the entries of one folder. */
export interface FolderEntries {
  readonly folder: string
  readonly entries: readonly Dirent[]
}

/**
 * The entries of all folders that hold reports: the sequence first, then the API's links and the files of versions
 * before 0.2.
 */
export async function* everywhere(folders: SpoolFolders): AsyncGenerator<FolderEntries, void, void> {
  yield* entriesIn([folders.sealed])
  yield* inApiFolders(folders)
}

/**
 * The entries of the API's folders, in the order in which reports move through them: a report that leaves a folder
 * before it is listed turns up in a later one. The failed ones also come first, because `spool retry` moves them back.
 */
async function* inApiFolders(folders: SpoolFolders): AsyncGenerator<FolderEntries, void, void> {
  const { parsed, transmitted, failed, dropped } = folders
  yield* entriesIn([failed, parsed, transmitted, failed, dropped])
}

/** The numbers of all reports in the API's folders. */
export async function linkedNumbers(folders: SpoolFolders): Promise<NumberSet> {
  const numbers = new NumberSet()
  for await (const { entries } of inApiFolders(folders)) {
    for (const number of numbersOf(entries)) numbers.add(number)
  }
  return numbers
}

/**
 * Links into the API's queue the sealed reports after number `last` that are in none of its folders: a crash came
 * between sealing and linking.
 */
export async function linkUnlinked(folders: SpoolFolders, last: number): Promise<void> {
  // Most starts find none, and need not list the folders of the API, which keep what was sent for weeks.
  if (!(await isAnySealedAfter(folders, last))) return
  // Links first, then sealed reports: nothing is sealed meanwhile, but links and reports are removed.
  const linked = await linkedNumbers(folders)
  for await (const name of sealedAfter(folders, last)) {
    if (!linked.has(sequenceOf(name) ?? 0)) linkReport(folders, name)
  }
}

async function isAnySealedAfter(folders: SpoolFolders, last: number): Promise<boolean> {
  for await (const _name of sealedAfter(folders, last)) return true
  return false
}

/** The names of the sealed reports after number `last`, in no order. */
async function* sealedAfter({ sealed }: SpoolFolders, last: number): AsyncGenerator<string, void, void> {
  for await (const { entries } of entriesIn([sealed])) {
    for (const { name } of entries) if ((sequenceOf(name) ?? 0) > last) yield name
  }
}

/** The numbers of the reports among some entries. */
export function numbersOf(entries: readonly Dirent[]): readonly number[] {
  return entries.map(({ name }) => sequenceOf(name)).filter((number) => number !== undefined)
}

/** Skips missing folders: before the first start there are none. */
async function* entriesIn(folders: readonly string[]): AsyncGenerator<FolderEntries, void, void> {
  for (const folder of folders) {
    try {
      for await (const entries of entriesOf(folder)) yield { folder, entries }
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw error
    }
  }
}
