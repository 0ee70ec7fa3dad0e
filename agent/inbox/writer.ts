import { type Stats, constants } from 'node:fs'
import { type FileHandle, open, rename, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { Event } from '../../lib/event/event.ts'
import { messageOf } from '../../lib/system/errors.ts'
import { writeSynced } from '../../lib/system/files/atomic-file.ts'
import { entriesOf } from '../../lib/system/files/folder-entries.ts'
import { BOUNDS, type InboxBounds, LARGEST_EVENT } from './bounds.ts'
import { bytesByName, inboxFileName, unfinishedName } from './file-name.ts'
import { countGivenUp } from './given-up.ts'

const FOLDER = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW
/** Readable for the folder's group, to which the collector belongs. */
const MODE = 0o640

/** What became of an event: the name of its file, or why there is none. */
export type Written = { readonly name: string } | { readonly reason: string }

/** What tests change. */
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
 * Leaves an event in an inbox, whole and synced. Never rejects and waits for no lock: writers are short-lived, and
 * somebody waits for them. A full inbox takes no more, and counts for the collector how often it was full.
 */
export async function writeToInbox(
  folder: string,
  event: Event,
  { bounds = BOUNDS, now = Date.now, random = randomWord(), isLost = true }: WriterOptions = {},
): Promise<Written> {
  try {
    const text = `${JSON.stringify(event)}\n`
    const bytes = Buffer.byteLength(text)
    if (bytes > LARGEST_EVENT) return { reason: `the event has ${bytes} bytes` }
    const handle = await open(folder, FOLDER)
    try {
      if (!(await hasRoom(pathOf(handle), bytes, bounds))) {
        if (isLost) await countGivenUp(pathOf(handle))
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

/** A path to the open folder, whatever its name leads to by now. */
function pathOf({ fd }: FileHandle): string {
  return `/proc/self/fd/${fd}/.`
}

/** Reads names alone, as each holds the size of its file. Incomplete files count. */
async function hasRoom(folder: string, bytes: number, bounds: InboxBounds): Promise<boolean> {
  let [files, sum] = [0, bytes]
  for await (const entries of entriesOf(folder)) {
    for (const { name } of entries) sum += bytesByName(name) ?? 0
    files += entries.length
    if (files >= bounds.files || sum > bounds.bytes) return false
  }
  return true
}

/** 16 hexadecimal digits that no other writer has; nobody guesses here. `node:crypto` takes 5 ms of a start. */
function randomWord(): string {
  const half = (): string =>
    Math.floor(Math.random() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')
  return half() + half()
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

/** Gives what root writes to the folder's owner, who could not read it otherwise. */
function ownerOf({ uid, gid }: Stats): { readonly uid?: number; readonly gid?: number } {
  return process.geteuid?.() === 0 ? { uid, gid } : {}
}
