import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { Tell } from '../../lib/notice/notice.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { codeOf } from '../../lib/system/errors.ts'
import { sourceNotices } from '../follow/notices.ts'
import { streamNotices } from './notices.ts'

/** Never waits for a writer: that would block the event loop. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW

/** Bytes that are read at once: what a pipe holds (pipe(7)). */
const PIECE = 64 * 1024

const NEWLINE = 0x0a

const NO_PIPE = 'no pipe'

/**
 * The rest between two reads of an empty pipe, in milliseconds: short after it had something, so that a busy writer need
 * not wait, then longer and longer. Recent kernels send no inotify events for writes to a pipe, and a read that waits
 * would keep the process from ending.
 */
const REST = { first: 10, longest: 1000 }

/** A named pipe that lines come through. */
export interface NamedPipe {
  readonly source: string
  readonly path: string
  readonly tell: Tell
  /** Whether to end when nothing is in it, and no line is half written. */
  readonly once: boolean
}

/** The bytes that come through an existing pipe from any writer, until the signal is aborted. */
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

/** The descriptor; the system's code if it cannot be opened, or `no pipe`. */
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

/** What is in it; `empty` while it has a writer, `closed` while it has none. */
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
