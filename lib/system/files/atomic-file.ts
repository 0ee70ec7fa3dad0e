import { randomUUID } from 'node:crypto'
import { closeSync, fchmodSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { type FileHandle, link, open, rename, unlink } from 'node:fs/promises'
import { dirname } from 'node:path'
import { codeOf } from '../errors.ts'

/**
 * Writes `text` to `path` atomically and durably: it writes and syncs `<path>.tmp`, renames it and syncs the folder, so
 * neither a crash nor a power cut leaves half a file. Mode 0600 unless `rights` say otherwise.
 */
export async function writeAtomically(path: string, text: string | Buffer, rights?: Rights): Promise<void> {
  await writeSynced(`${path}.tmp`, text, rights)
  await rename(`${path}.tmp`, path)
  await syncFolder(dirname(path))
}

/**
 * Writes a file durably unless it is there: of several processes that do so at once, one makes it, and none sees half
 * of it. Mode 0600 unless `rights` say otherwise. Whether this one has made it.
 */
export async function createAtomically(path: string, text: string | Buffer, rights?: Rights): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}.tmp`
  await writeSynced(temporary, text, rights)
  try {
    await link(temporary, path)
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  } finally {
    await unlink(temporary)
  }
  await syncFolder(dirname(path))
  return true
}

/**
 * Replaces a file atomically for its readers, with this mode whatever the umask. Not synced: after a power cut it may
 * be empty. Synchronous, because nothing here waits for a disk, and threads would wake the process 20 times.
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

/** Owner and mode of a file. */
export interface Rights {
  readonly mode: number
  readonly uid?: number
  readonly gid?: number
}

/** Writes a new file, mode 0600 by default, and syncs its content to disk. */
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

/** Changes the owner first: chown(2) clears bits of the mode. */
async function giveRights(file: FileHandle, { mode, uid, gid }: Rights): Promise<void> {
  if (uid !== undefined && gid !== undefined) await file.chown(uid, gid)
  await file.chmod(mode & 0o7777)
}

/**
 * Never writes to an existing file: a leftover of a crash may have another owner or mode, and a link or FIFO may lead
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

/** Makes creations, renames and removals in a folder survive a power cut. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
