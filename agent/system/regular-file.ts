import type { Stats } from 'node:fs'
import { constants, open } from 'node:fs/promises'

/** Nothing that the agent writes comes near, in bytes. */
const LARGEST_FILE = 64 * 1024 * 1024

/**
 * The text of a file that should be one of the agent's. Throws where it is a link, a folder, a FIFO or too large, and where
 * `fault` names, in words that follow "it", what else is wrong with it.
 */
export async function readRegularFile(
  path: string,
  fault: (stats: Stats) => string | undefined = () => undefined,
): Promise<string> {
  // A FIFO's open would wait for a writer for ever.
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  try {
    const stats = await file.stat()
    const problem = stats.isFile() ? fault(stats) : 'is no regular file'
    if (problem !== undefined) throw new Error(`it ${problem}`)
    if (stats.size > LARGEST_FILE) throw new Error(`it has ${stats.size} bytes`)
    return await file.readFile('utf8')
  } finally {
    await file.close()
  }
}
