import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '../../../lib/system/errors.ts'
import { syncFolder, writeSynced } from '../../../lib/system/files/atomic-file.ts'
import { entriesOf } from '../../../lib/system/files/folder-entries.ts'
import { ensurePrivateFolder } from '../../../lib/system/files/folder.ts'
import { numbersOf } from '../sequence.ts'
import { receiverFolder, type SpoolFolders } from '../spool-folders.ts'

/**
 * The reports that a person wants a receiver to be sent again: in the folder `receivers/NAME/retry` an empty file with
 * the name of each. A person adds them, and only the transmitter, which alone writes the cursor, removes them.
 */
export class Retries {
  readonly folder: string

  constructor(folders: SpoolFolders, receiver: string) {
    this.folder = join(receiverFolder(folders, receiver), 'retry')
  }

  /** Adds reports by their names; durable when this resolves. */
  async add(names: readonly string[]): Promise<void> {
    await ensurePrivateFolder(this.folder)
    for (const name of names) await writeSynced(join(this.folder, name), '')
    await syncFolder(this.folder)
  }

  /** Removes a report that is there no more, or is settled again; durable when this resolves. */
  async remove(name: string): Promise<void> {
    await rm(join(this.folder, name), { force: true })
    await syncFolder(this.folder)
  }

  /** The numbers of these reports. */
  async numbers(): Promise<ReadonlySet<number>> {
    const numbers = new Set<number>()
    try {
      for await (const entries of entriesOf(this.folder)) for (const each of numbersOf(entries)) numbers.add(each)
    } catch (error) {
      // The transmitter never opened this receiver.
      if (codeOf(error) !== 'ENOENT') throw error
    }
    return numbers
  }
}
