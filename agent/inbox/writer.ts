import { randomBytes } from 'node:crypto'
import { type Stats, constants } from 'node:fs'
import { type FileHandle, open, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Event } from '../../lib/event/event.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { writeSynced } from '../../lib/system/files/atomic-file.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { BOUNDS, type InboxBounds, LARGEST_EVENT } from './bounds.ts'
import { GIVEN_UP, bytesByName, inboxFileName, unfinishedName } from './file-name.ts'

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW
const COUNTER =
  constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK

/** Counting ends here: the file of those that were given up is bounded, too. */
const MOST_GIVEN_UP = 1024 * 1024

/** The collector reads what others write by the group of the folder. */
const MODE = 0o640

/** What became of an event: the name of its file, or why there is none. */
export type Written = { readonly name: string } | { readonly reason: string }

/** What may differ from the default. */
interface WriterOptions {
  readonly bounds?: InboxBounds
  /** Milliseconds since the epoch. */
  readonly now?: () => number
  /** Sixteen hexadecimal digits: who comes back with an event gives it the same name, and it gets the same id. */
  readonly random?: string
  /** Whether an event that finds the inbox full is lost: who comes back with it loses nothing. */
  readonly isLost?: boolean
}

/**
 * Leaves an event in an inbox, whole and synced. Never rejects and waits for no lock: what writes is short-lived, and
 * somebody waits for it. A full inbox takes no more; how often that was is counted for the collector.
 */
export async function writeToInbox(
  folder: string,
  event: Event,
  { bounds = BOUNDS, now = Date.now, random = randomBytes(8).toString('hex'), isLost = true }: WriterOptions = {},
): Promise<Written> {
  try {
    const text = `${JSON.stringify(event)}\n`
    const bytes = Buffer.byteLength(text)
    if (bytes > LARGEST_EVENT) return { reason: `the event has ${bytes} bytes` }
    const handle = await open(folder, FOLDER)
    try {
      if (!(await hasRoom(pathOf(handle), bytes, bounds))) {
        if (isLost) await countGivenUp(handle)
        return { reason: 'the inbox is full' }
      }
      const name = inboxFileName(now(), random, bytes)
      await put(handle, name, text)
      return { name }
    } finally {
      await handle.close()
    }
  } catch (error) {
    return { reason: messageOf(error) }
  }
}

/** A folder that is open stays the same, whatever its path leads to by now. */
function pathOf({ fd }: FileHandle): string {
  return `/proc/self/fd/${fd}/.`
}

/** Names alone are looked at: each tells how long its file is. Unfinished ones count as files. */
async function hasRoom(folder: string, bytes: number, bounds: InboxBounds): Promise<boolean> {
  let [files, sum] = [0, bytes]
  for await (const entries of entriesOf(folder)) {
    for (const { name } of entries) sum += bytesByName(name) ?? 0
    files += entries.length
    if (files >= bounds.files || sum > bounds.bytes) return false
  }
  return true
}

async function put(handle: FileHandle, name: string, text: string): Promise<void> {
  const folder = pathOf(handle)
  const unfinished = join(folder, unfinishedName(name))
  try {
    await writeSynced(unfinished, text, { mode: MODE, ...ownerOf(await handle.stat()) })
    await rename(unfinished, join(folder, name))
  } catch (error) {
    await unlink(unfinished).catch(() => undefined)
    throw error
  }
  await handle.sync()
}

async function countGivenUp(handle: FileHandle): Promise<void> {
  const file = await open(join(pathOf(handle), GIVEN_UP), COUNTER, MODE)
  try {
    const stats = await file.stat()
    // With another name it could be any file, written by root at the wish of the folder's owner.
    if (stats.isFile() && stats.nlink === 1 && stats.size < MOST_GIVEN_UP) await file.write('.')
  } finally {
    await file.close()
  }
}

/** What root writes belongs to the folder's owner, who could not read it otherwise. */
function ownerOf({ uid, gid }: Stats): { readonly uid?: number; readonly gid?: number } {
  return process.geteuid?.() === 0 ? { uid, gid } : {}
}
