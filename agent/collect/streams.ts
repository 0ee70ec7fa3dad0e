import type { ClosableWaker } from '../../lib/system/watching/waker.ts'
import type { Stream } from '../config/config.ts'
import { namedPipe } from '../sources/named-pipe.ts'
import { sourceNamed } from '../sources/sources.ts'
import { standardInput } from '../sources/standard-input.ts'
import { streamOf } from '../sources/stream.ts'
import { type SourceParts, collectSource } from './source.ts'

/** What collecting from a stream needs. */
export interface StreamParts extends Omit<SourceParts, 'follower' | 'driver' | 'lines' | 'wakerOf'> {
  readonly stream: Stream
  /** Whether to end when a pipe is empty. */
  readonly once: boolean
}

/** A stream needs no hints: reading it waits for the next line. */
const SILENT: ClosableWaker = { wake: async () => undefined, hint: () => undefined, close: () => undefined }

/**
 * Seals the events in lines from standard input or a named pipe, until the stream ends or the signal is aborted. While
 * the spool is full the lines stay in the pipe, and once that is full their writer blocks.
 */
export async function collectStream({ stream, once, ...parts }: StreamParts): Promise<void> {
  const { source, path, option, zone, kind } = stream
  const { driver } = sourceNamed(source)
  const follower = { source, path, option, zone, start: 'beginning', optional: false } as const
  const pieces = (signal: AbortSignal): AsyncIterable<Buffer> =>
    kind === 'pipe' ? namedPipe({ source, path, tell: parts.tell, once }, signal) : standardInput(signal)
  await collectSource({ ...parts, follower, driver, lines: streamOf(pieces), wakerOf: () => SILENT })
}
