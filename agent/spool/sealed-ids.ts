import { join } from 'node:path'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { parseCover, parseReport } from './reports/report-file.ts'
import { sequenceOf } from './reports/report-name.ts'
import type { SpoolFolders } from './spool-folders.ts'

/**
 * The ids of all entries in the reports of a spool, sent or not, and of those that were dropped; those that were there
 * before the call, in no certain order, some of them twice.
 */
export async function* sealedIds({
  parsed,
  transmitted,
  failed,
  dropped,
}: SpoolFolders): AsyncGenerator<string, void, void> {
  // In the order in which the transmitter moves them: what leaves a folder unseen comes into one that is still to be
  // listed. By hand one can come back from the failed ones, so these are listed before all others too.
  for (const folder of [failed, parsed, transmitted, failed, dropped]) {
    for await (const entries of entriesOf(folder)) {
      for (const { name } of entries) if (sequenceOf(name) !== undefined) yield* idsIn(join(folder, name))
    }
  }
}

async function* idsIn(file: string): AsyncGenerator<string, void, void> {
  const text = await readRegularFile(file).catch(() => '')
  const report = parseReport(text)
  if (typeof report === 'string') yield* parseCover(text)?.ids ?? []
  else for (const { id } of report.entries) yield id
}
