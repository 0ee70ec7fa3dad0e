import { extractLines, extractUnfinished } from '../follow/extraction.ts'
import type { Content } from '../follow/files/open-file.ts'
import { PipedContent } from '../follow/files/piped-content.ts'
import { fingerprintOf } from '../follow/fingerprint/fingerprint.ts'
import type { Batch } from '../follow/follow.ts'
import type { LineOptions, LineSource } from './line-source.ts'
import { streamNotices } from './notices.ts'

/** The generation of every stream: one content, however often it is opened. */
const GENERATION = 'stream'

/**
 * A source of lines that can be read only once; `pieces` ends with its signal. Offsets count all bytes received in all
 * runs, so the same line a second time is a new event with a new id. Bytes taken but not sealed by the end are reported
 * as lost (`stream_cut`). `held` says how many more bytes `pieces` has taken and not passed on.
 */
export function streamOf(
  pieces: (signal: AbortSignal) => AsyncIterable<Buffer>,
  held: () => number = () => 0,
): LineSource {
  return async function* linesOf<T>(options: LineOptions<T>): AsyncGenerator<Batch<T>, void, void> {
    const { from, signal, source, path, tell } = options
    let safe = from?.files.at(-1)?.offset ?? 0
    tell(streamNotices.streamFound(source, path, safe))
    const content = new Continued(pieces(signal), safe)
    try {
      for (;;) {
        await content.fill()
        const items: T[] = []
        const lines = takeFrom(content, items, options)
        if (lines === 'none') return
        yield { items, lines, ...readFrom(content, safe) }
        safe = content.offset
      }
    } finally {
      const lost = content.offset + content.ahead - safe + held()
      if (lost > 0) tell(streamNotices.streamCut(source, path, lost))
    }
  }
}

/** Takes the next lines; a line cut off by a stop is not taken. */
function takeFrom<T>(content: Content, items: T[], options: LineOptions<T>): number | 'none' {
  const read = content.read()
  if (typeof read === 'string') return 'none'
  const before = content.offset
  const lines = extractLines(content, read.bytes, items, options)
  if (content.offset > before) return lines
  if (options.signal.aborted) return 'none'
  items.push(...extractUnfinished(content, read.bytes, options))
  content.advance(read.bytes.length, false)
  return 1
}

function readFrom(
  { offset, skipping }: Content,
  from: number,
): Pick<Batch<unknown>, 'checkpoint'> & { range: Batch<unknown>['range'] & {} } {
  const position = { inode: '', generation: GENERATION, offset, skipping, seam: fingerprintOf(Buffer.alloc(0)) }
  return { range: { generation: GENERATION, from, to: offset }, checkpoint: { files: [position] } }
}

/** A content whose offset continues that of an earlier run. */
class Continued implements Content {
  readonly generation = GENERATION
  readonly #content: PipedContent
  readonly #begin: number

  constructor(pieces: AsyncIterable<Buffer>, begin: number) {
    this.#content = new PipedContent(pieces)
    this.#begin = begin
  }

  get offset(): number {
    return this.#begin + this.#content.offset
  }

  get skipping(): boolean {
    return this.#content.skipping
  }

  get ahead(): number {
    return this.#content.ahead
  }

  fill(): Promise<void> {
    return this.#content.fill()
  }

  read(): ReturnType<Content['read']> {
    return this.#content.read()
  }

  advance(bytes: number, skipping: boolean): void {
    this.#content.advance(bytes, skipping)
  }
}
