import { join } from 'node:path'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { parseCover, parseReport } from './reports/report-file.ts'
import { sequenceOf } from './reports/report-name.ts'
import { everywhere } from './sequence.ts'
import type { SpoolFolders } from './spool-folders.ts'

/**
 * The ids of all entries in the reports of a spool, sent or not, and of those that were dropped; those that were there
 * before the call, in no certain order, some of them twice.
 */
export async function* sealedIds(folders: SpoolFolders): AsyncGenerator<string, void, void> {
  for await (const { folder, entries } of everywhere(folders)) {
    for (const entry of entries) {
      // Where a link leads was listed first.
      if (entry.isFile() && sequenceOf(entry.name) !== undefined) yield* idsIn(join(folder, entry.name))
    }
  }
}

async function* idsIn(file: string): AsyncGenerator<string, void, void> {
  const text = await readRegularFile(file).catch(() => '')
  const report = parseReport(text)
  if (typeof report === 'string') yield* parseCover(text)?.ids ?? []
  else for (const { id } of report.entries) yield id
}
