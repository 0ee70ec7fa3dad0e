import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import type { Tell } from '../../lib/notice/notice.ts'
import { systemClock } from '../../lib/system/clock.ts'
import { codeOf } from '../../lib/system/errors.ts'
import { sourceNotices } from '../follow/notices.ts'
import { streamNotices } from './notices.ts'

/** Nothing here waits for whoever writes: the event loop must not stand still. */
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW

/** Bytes that are read at once: what a pipe holds (pipe(7)). */
const PIECE = 64 * 1024

const NEWLINE = 0x0a

const NO_PIPE = 'no pipe'

/**
 * Between two looks at a pipe in which nothing is, in milliseconds: the first ones after something was in it, so that
 * a writer who fills it again at once need not wait, then longer and longer. Kernels since 6.14 tell nobody of writes
 * to a pipe (inotify(7)), and what waits for them would hold up the end of the process.
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

/** What comes through a pipe that somebody made, whoever writes to it, until the signal is aborted. */
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

/** The descriptor, or the system's code where it cannot be opened, or `no pipe`. */
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

/** What is in it; `empty` while somebody may still write, and `closed` where nobody has it open for that. */
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
