import { opendir } from 'node:fs/promises'
import { join } from 'node:path'
import { readRegularFile } from '../system/regular-file.ts'
import { parseReport, sequenceOf } from './report-file.ts'
import type { SpoolFolders } from './spool-folders.ts'

/**
 * The ids of all entries in the reports of a spool, sent or not; those that were there before the call, in no certain order, some
 * of them twice.
 */
export async function* sealedIds({ parsed, transmitted, failed }: SpoolFolders): AsyncGenerator<string, void, void> {
  // In the order in which the transmitter moves them: what leaves a folder unseen comes into one that is still to be listed. By
  // hand one can come back from the failed ones, so these are listed before all others too.
  for (const folder of [failed, parsed, transmitted, failed]) {
    for await (const { name } of await opendir(folder, { bufferSize: 1024 })) {
      if (sequenceOf(name) === undefined) continue
      const report = parseReport(await readRegularFile(join(folder, name)).catch(() => ''))
      if (typeof report !== 'string') for (const { id } of report.entries) yield id
    }
  }
}
