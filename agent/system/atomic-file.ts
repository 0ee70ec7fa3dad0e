import { open, rename } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Puts `text` under `path` whole or not at all: written to `temporary` (same file system, default `<path>.tmp`), synced,
 * moved into place, and the folder synced, so that neither a crash nor a power cut leaves half of it. Mode 0600.
 */
export async function writeAtomically(path: string, text: string, temporary: string = `${path}.tmp`): Promise<void> {
  await writeSynced(temporary, text)
  await rename(temporary, path)
  await syncFolder(dirname(path))
}

/** Writes a file of mode 0600 and brings its content to the disk. */
export async function writeSynced(path: string, text: string): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
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
