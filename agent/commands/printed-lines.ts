import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Io } from '../../lib/command-line/command.ts'
import { codeOf, EXIT } from '../../lib/system/errors.ts'

/** Characters written at a time, or a few more. */
const STRETCH = 16_384

/**
 * Prints lines while they are made, no faster than they are read, and returns the exit code: a million of them take no
 * memory.
 */
export async function printLines(
  lines: AsyncIterable<string> | Iterable<string>,
  { stdout, signal }: Io,
): Promise<number> {
  try {
    await pipeline(Readable.from(lines), inStretches, stdout, { end: false, signal })
    return EXIT.ok
  } catch (error) {
    // `| head` has seen enough; Ctrl-C needs no message.
    if (codeOf(error) === 'EPIPE') return EXIT.ok
    if (codeOf(error) === 'ABORT_ERR') return EXIT.failed
    throw error
  }
}

async function* inStretches(lines: AsyncIterable<string>): AsyncGenerator<string> {
  let stretch = ''
  for await (const line of lines) {
    stretch += line
    if (stretch.length < STRETCH) continue
    yield stretch
    stretch = ''
  }
  yield stretch
}
