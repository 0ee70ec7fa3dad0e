import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../lib/system/clock.ts'
import { codeOf } from '../../lib/system/errors.ts'
import { type ExtractionOptions, extractLines, extractUnfinished } from './extraction.ts'
import type { Content } from './files/open-file.ts'
import type { Range } from './range.ts'
import type { ReadRateLimit } from './read-rate-limit.ts'
import { LONGEST_LINE } from './scan/longest-line.ts'

/** How many reads follow each other without a pause (4 MiB): a pause costs more than a read. */
const READS_IN_A_ROW = 16

/** At the latest, a part ends after this many rows (64 MiB), so that little is read again after a kill. */
const ROWS_IN_A_PART = 16

/** How long to rest after a leap over a hole, in milliseconds: as long as a leap takes at most. */
const LEAP_REST = 50

/** What was read at once; much at a time, for a report costs more than reading what it is made of. */
export interface Part<T> {
  /** What was made of its lines, in order. */
  readonly items: readonly T[]
  /** How many complete lines it had, of interest or not. */
  readonly lines: number
  readonly range: Range
}

/** How far to read. */
export interface Extent {
  /** The byte offset to stop at. */
  readonly end: number
  /**
   * Called at the end: whether the bytes after the last newline are a line as well, because nobody will add to them.
   */
  readonly isFinished: () => boolean
}

/** What reading needs of its surroundings. */
export interface ReadingOptions<T> extends ExtractionOptions<T> {
  readonly rateLimit: ReadRateLimit
  readonly clock: Pick<Clock, 'sleep'>
  readonly signal: AbortSignal
  /** Called between rows: whether to stop, because others wait. */
  readonly isTurnOver?: () => boolean
}

/**
 * Why reading ended: at the end of what is there, because the content was replaced, because the turn is over or the
 * signal aborted, or with the code of the system's error.
 */
export type Ended = 'end' | 'rewritten' | 'interrupted' | { readonly failure: string }

/** Reads a content from where it stands, and yields what it extracts, as one part where possible. */
export async function* readContent<T>(
  content: Content,
  extent: Extent,
  options: ReadingOptions<T>,
): AsyncGenerator<Part<T>, Ended, void> {
  const { signal, most, clock } = options
  let part = emptyPart<T>(content)
  for (let rows = 1; !signal.aborted; rows += 1) {
    const before = content.offset
    const state = await tryRow(content, part, extent, options)
    const wait = restAfter(content.offset - before, options)
    const isOver = state !== 'lines' || (await isTurnOver(options))
    if (isOver || wait > 0 || part.items.length >= most || rows % ROWS_IN_A_PART === 0) {
      const { generation, from, items, lines } = part
      if (content.offset > from) yield { items, lines, range: { generation, from, to: content.offset } }
      part = emptyPart(content)
    }
    // Only now: what was found must not wait for what is still to be read.
    if (wait > 0) await clock.sleep(wait, signal)
    if (isOver) return state === 'lines' ? 'interrupted' : state
  }
  return 'interrupted'
}

/** A part in the making. */
interface UnfinishedPart<T> {
  generation: string
  readonly from: number
  readonly items: T[]
  lines: number
}

function emptyPart<T>({ offset: from }: Content): UnfinishedPart<T> {
  return { generation: '', from, items: [], lines: 0 }
}

/** How long to rest after this many bytes. What was leapt over was not on the disk. */
function restAfter<T>(bytes: number, { rateLimit }: ReadingOptions<T>): number {
  const most = READS_IN_A_ROW * LONGEST_LINE
  return Math.max(rateLimit.spend(Math.min(bytes, most)), bytes > most ? LEAP_REST : 0)
}

/** Lets others run first. */
async function isTurnOver<T>(options: ReadingOptions<T>): Promise<boolean> {
  await setImmediate()
  return options.signal.aborted || options.isTurnOver?.() === true
}

async function tryRow<T>(
  content: Content,
  part: UnfinishedPart<T>,
  extent: Extent,
  options: ReadingOptions<T>,
): Promise<'lines' | Ended> {
  try {
    return await readRow(content, part, extent, options)
  } catch (error) {
    const failure = codeOf(error)
    if (failure === undefined) throw error
    return { failure }
  }
}

/** Reads a row; ends it early when there is enough for a part, or reading is slowed down. */
async function readRow<T>(
  content: Content,
  part: UnfinishedPart<T>,
  extent: Extent,
  options: ReadingOptions<T>,
): Promise<'lines' | 'end' | 'rewritten'> {
  const most = options.rateLimit.isLimited ? 1 : READS_IN_A_ROW
  for (let reads = 0; reads < most && part.items.length < options.most; reads += 1) {
    const filling = content.fill()
    if (filling !== undefined) await filling
    const before = content.offset
    const state = readOnce(content, part, extent, options)
    if (content.offset > before) part.generation = content.generation
    if (state !== 'lines') return state
    if (content.offset - before > LONGEST_LINE) break
  }
  return 'lines'
}

function readOnce<T>(
  content: Content,
  part: UnfinishedPart<T>,
  { end, isFinished }: Extent,
  options: ReadingOptions<T>,
): 'lines' | 'end' | 'rewritten' {
  const before = content.offset
  const read = content.read()
  if (typeof read === 'string') return read
  // A leap over a hole may have ended beyond the end.
  const bytes = read.bytes.subarray(0, Math.max(0, end - before))
  if (bytes.length === 0) return 'end'
  part.lines += extractLines(content, bytes, part.items, options)
  if (content.offset > before) return 'lines'
  if (content.skipping || !isFinished()) return 'end'
  part.items.push(...extractUnfinished(content, bytes, options))
  part.lines += 1
  content.advance(bytes.length, false)
  return 'end'
}
