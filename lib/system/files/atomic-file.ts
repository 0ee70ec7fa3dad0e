import { closeSync, fchmodSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf } from '../errors.ts'

/**
 * Puts `text` under `path` whole or not at all: written to `<path>.tmp`, synced, moved into place, and the folder
 * synced, so that neither a crash nor a power cut leaves half of it. Mode 0600.
 */
export async function writeAtomically(path: string, text: string): Promise<void> {
  await writeSynced(`${path}.tmp`, text)
  await rename(`${path}.tmp`, path)
  await syncFolder(dirname(path))
}

/**
 * Puts `text` under `path`, whole for whoever reads it, with this mode whatever the umask. Not synced: after a power cut
 * it may be empty. Synchronous, as nothing here waits for a disk: in threads it would wake the process 20 times.
 */
export function replaceFile(path: string, text: string, mode: number): void {
  const temporary = `${path}.tmp`
  // As in `create`.
  rmSync(temporary, { force: true })
  const file = openSync(temporary, 'wx', 0o600)
  try {
    fchmodSync(file, mode)
    writeFileSync(file, text)
  } finally {
    closeSync(file)
  }
  renameSync(temporary, path)
}

/** Whose a file is, and who may do what with it. */
interface Rights {
  readonly mode: number
  readonly uid?: number
  readonly gid?: number
}

/** Writes a new file, of mode 0600 where nothing else is asked for, and brings its content to the disk. */
export async function writeSynced(path: string, content: string | Buffer, rights?: Rights): Promise<void> {
  const file = await create(path)
  try {
    if (rights !== undefined) await giveRights(file, rights)
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** The owner first: a change of owner takes bits of the mode away. */
async function giveRights(file: FileHandle, { mode, uid, gid }: Rights): Promise<void> {
  if (uid !== undefined && gid !== undefined) await file.chown(uid, gid)
  await file.chmod(mode & 0o7777)
}

/**
 * What a crash left there, or somebody's link or FIFO, is not written to: it could have another owner or mode, or lead
 * elsewhere.
 */
async function create(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx', 0o600)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    await unlink(path)
    return await open(path, 'wx', 0o600)
  }
}

/** Makes what was created, renamed or removed in a folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
