import { ensurePrivateFolder } from '../../../lib/system/files/folder.ts'
import { newestFirst } from '../sealed-numbers.ts'
import { receiverFolder, type SpoolFolders } from '../spool-folders.ts'
import { ReceiverCursor } from './cursor.ts'

/**
 * Lets new receivers, by their names, start with the next report to be sealed; changes nothing for those that have a
 * cursor. To be called before anything is sealed: what is sealed until the transmitter runs is theirs, too.
 */
export async function createCursors(folders: SpoolFolders, receivers: readonly string[]): Promise<void> {
  for (const name of receivers) {
    const folder = receiverFolder(folders, name)
    await ensurePrivateFolder(folder)
    if ((await ReceiverCursor.read(folder)) === undefined) await ReceiverCursor.create(folder, await newestIn(folders))
  }
}

async function newestIn(folders: SpoolFolders): Promise<number> {
  for await (const number of newestFirst(0, folders)) return number
  return 0
}
