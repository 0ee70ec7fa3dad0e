import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { Tell } from '../../lib/notice/notice.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { codeOf } from '../../lib/system/errors.ts'
import { sourceNotices } from '../follow/notices.ts'
import { streamNotices } from './notices.ts'

/** Opening never waits for a writer, which would block the event loop. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW

/** Bytes per read: the capacity of a pipe (pipe(7)). */
const PIECE = 64 * 1024

const NEWLINE = 0x0a

const NO_PIPE = 'no pipe'

/**
 * Milliseconds between two reads of an empty pipe: `first` after it had data, so that a busy writer need not wait, then
 * twice as long each time. Polling, because recent kernels send no inotify events for writes to a pipe, and a blocking
 * read would keep the process from ending.
 */
const REST = { first: 10, longest: 1000 }

/** A named pipe to read lines from. */
export interface NamedPipe {
  readonly source: string
  readonly path: string
  readonly tell: Tell
  /** Whether to end once the pipe is empty and no line is half written. */
  readonly once: boolean
}

/** The bytes that any writer sends through an existing pipe, until the signal is aborted. */
export async function* namedPipe(pipe: NamedPipe, signal: AbortSignal): AsyncGenerator<Buffer> {
  let file: number | undefined
  let told: string | undefined
  let rest = REST.first
  let isWhole = true
  try {
    while (!signal.aborted) {
      const found = file ?? opened(pipe.path)
      if (typeof found === 'number') file = found
      else if (found !== told) tellFault(pipe, found)
      told = typeof found === 'string' ? found : undefined
      const piece = file === undefined ? 'closed' : pieceOf(file)
      if (typeof piece !== 'string') {
        rest = REST.first
        isWhole = piece.at(-1) === NEWLINE
        yield piece
      } else if (pipe.once && (piece === 'closed' || isWhole)) {
        return
      } else {
        await systemClock.sleep(rest, signal)
        rest = Math.min(2 * rest, REST.longest)
      }
    }
  } finally {
    if (file !== undefined) closeSync(file)
  }
}

function tellFault({ source, path, tell }: NamedPipe, code: string): void {
  if (code === 'ENOENT') tell(sourceNotices.sourceMissing(source, path))
  else if (code === NO_PIPE) tell(streamNotices.notPipe(source, path))
  else tell(sourceNotices.sourceUnreadable(source, path, code))
}

/** The file descriptor; if the pipe cannot be opened, the system's code or NO_PIPE. */
function opened(path: string): number | string {
  try {
    const file = openSync(path, FLAGS)
    if (fstatSync(file).isFIFO()) return file
    closeSync(file)
    return NO_PIPE
  } catch (error) {
    const code = codeOf(error)
    if (code === undefined) throw error
    return code
  }
}

/** The bytes in the pipe; `empty` if there are none but it has a writer, `closed` if it has no writer. */
function pieceOf(file: number): Buffer | 'empty' | 'closed' {
  const buffer = Buffer.allocUnsafe(PIECE)
  try {
    const length = readSync(file, buffer)
    return length === 0 ? 'closed' : buffer.subarray(0, length)
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return 'empty'
    throw error
  }
}
