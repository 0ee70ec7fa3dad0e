import { join } from 'node:path'
import { readRegularFile } from '../../lib/system/files/regular-file.ts'
import { parseCover, parseReport } from './reports/report-file.ts'
import { sequenceOf } from './reports/report-name.ts'
import { everywhere } from './sequence.ts'
import type { SpoolFolders } from './spool-folders.ts'

/**
 * The ids of all entries sealed in a spool before the call: waiting, sent, failed or dropped. In no particular order;
 * some come twice.
 */
export async function* sealedIds(folders: SpoolFolders): AsyncGenerator<string, void, void> {
  for await (const { folder, entries } of everywhere(folders)) {
    for (const entry of entries) {
      // Links are skipped: their targets in the sealed folder are listed first.
      if (entry.isFile() && sequenceOf(entry.name) !== undefined) yield* idsIn(join(folder, entry.name))
    }
  }
}

async function* idsIn(file: string): AsyncGenerator<string, void, void> {
  const text = await readRegularFile(file).catch(() => '')
  const report = parseReport(text)
  if (typeof report === 'string') yield* parseCover(text)?.ids ?? []
  else for (const { id } of [...report.entries, ...(report.totals ?? [])]) yield id
}
