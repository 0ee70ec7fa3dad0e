import { onAbort } from '../../lib/system/on-abort.ts'
import type { ClosableWaker } from '../../lib/system/watching/waker.ts'
import type { Journal, Stream } from '../config/config.ts'
import type { LineSource } from '../sources/line-source.ts'
import { namedPipe } from '../sources/named-pipe.ts'
import { streamNotices } from '../sources/notices.ts'
import { sourceNamed } from '../sources/sources.ts'
import { standardInput } from '../sources/standard-input.ts'
import { streamOf } from '../sources/stream.ts'
import type { Frontier } from './frontier.ts'
import { type SourceParts, collectSource } from './source.ts'

/** What collecting from a stream needs. */
export interface StreamParts extends Omit<SourceParts, 'follower' | 'driver' | 'lines' | 'wakerOf'> {
  readonly stream: Stream | Journal
  readonly frontier: Pick<Frontier, 'watch'>
  /** Whether to end when a pipe is empty, or a journal read. */
  readonly once: boolean
}

/** A stream needs no hints: reading it waits for the next line. */
export const SILENT_WAKER: ClosableWaker = {
  wake: (signal) => new Promise((resolve) => void onAbort(signal, resolve)),
  hint: () => undefined,
  close: () => undefined,
}

/**
 * Seals the events in lines from standard input, a named pipe, a socket or a journal, until the stream ends or the
 * signal is aborted. While the spool is full the lines stay where they are, and once that is full their writer blocks.
 */
export async function collectStream({ stream, frontier, once, ...parts }: StreamParts): Promise<void> {
  const { source, path, option } = stream
  const { driver } = sourceNamed(source)
  if (once && stream.kind === 'socket') return parts.tell(streamNotices.socketPassedOver(source, path))
  const hasHeader = stream.kind === 'journal' && driver.header === 'syslog'
  // The header that a journal gets is in UTC, so that no hour comes twice.
  const zone = hasHeader ? 'UTC' : stream.zone
  const follower = { source, path, option, zone, start: 'beginning', optional: false } as const
  const lines = await linesOf(stream, { tell: parts.tell, once, hasHeader })
  // Of a pipe or a socket nobody can tell whether more was written.
  const wakerOf = (): ClosableWaker => (stream.kind === 'journal' ? frontier.watch(SILENT_WAKER) : SILENT_WAKER)
  await collectSource({ ...parts, follower, driver, lines, wakerOf })
}

/** How lines are read. */
interface Reading extends Pick<StreamParts, 'tell' | 'once'> {
  readonly hasHeader: boolean
}

/** What opens a socket, or starts a program, is loaded only if the configuration asks for it. */
async function linesOf(stream: Stream | Journal, { tell, once, hasHeader }: Reading): Promise<LineSource> {
  const { source, path, kind } = stream
  switch (kind) {
    case 'stdin':
      return streamOf(standardInput)
    case 'pipe':
      return streamOf((signal) => namedPipe({ source, path, tell, once }, signal))
    case 'socket':
      return (await import('../sources/unix-socket.ts')).unixSocket
    case 'journal':
      return (await import('../sources/journal.ts')).journalOf({ ...stream, hasHeader, once })
  }
}
