import type { ClosableWaker } from '../../lib/system/watching/waker.ts'
import type { Stream } from '../config/config.ts'
import { namedPipe } from '../sources/named-pipe.ts'
import { sourceNamed } from '../sources/sources.ts'
import { standardInput } from '../sources/standard-input.ts'
import { streamOf } from '../sources/stream.ts'
import { type SourceParts, collectSource } from './source.ts'

/** What collecting from a stream works with. */
export interface StreamParts extends Omit<SourceParts, 'follower' | 'driver' | 'lines' | 'wakerOf'> {
  readonly stream: Stream
  /** Whether to end when nothing is in a pipe. */
  readonly once: boolean
}

/** Nothing hints at what comes by itself. */
const SILENT: ClosableWaker = { wake: async () => undefined, hint: () => undefined, close: () => undefined }

/**
 * Seals what lines say that come by standard input or a named pipe, until they or the signal end. While nothing can be
 * stored they wait where they are: in the pipe, and then with whoever writes.
 */
export async function collectStream({ stream, once, ...parts }: StreamParts): Promise<void> {
  const { source, path, option, zone, kind } = stream
  const { driver } = sourceNamed(source)
  const follower = { source, path, option, zone, start: 'beginning', optional: false } as const
  const pieces = (signal: AbortSignal): AsyncIterable<Buffer> =>
    kind === 'pipe' ? namedPipe({ source, path, tell: parts.tell, once }, signal) : standardInput(signal)
  await collectSource({ ...parts, follower, driver, lines: streamOf(pieces), wakerOf: () => SILENT })
}
