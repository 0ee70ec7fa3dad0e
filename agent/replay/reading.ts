import { setImmediate } from 'node:timers/promises'
import type { Clock } from '../../lib/system/clock.ts'
import { type PassageOptions, passOver, takeUnended } from '../follow/extraction.ts'
import { type Content, LONGEST_LINE, tryRead } from '../follow/files/open-file.ts'
import type { Range } from '../follow/follow.ts'
import type { Pace } from '../follow/read-rate-limit.ts'

/**
 * After so many reads in a row (4 MiB) the event loop has its turn, and after so many (64 MiB) what they brought is
 * given.
 */
const READS_IN_A_ROW = 16
const READS_IN_A_PART = 256

/** What some reads brought. */
export interface Part<T> {
  readonly items: readonly T[]
  /** The complete lines that were passed, of interest or not. */
  readonly lines: number
  readonly range: Range
}

/** What reading works with. */
export interface ReadingOptions<T> extends PassageOptions<T> {
  readonly pace: Pace
  readonly clock: Clock
  readonly signal: AbortSignal
}

/** How far a content is read. */
export interface Extent {
  /** Nothing at or after this byte is. */
  readonly end: number
  /** Asked at its end: whether what stands after its last newline is a line too, for nobody adds to it. */
  readonly isFinished: () => boolean
}

/** How reading ended: at the end, because the content was replaced or cannot be read now, or because it was told to. */
export type Ended = 'end' | 'rewritten' | 'failing' | 'stopped'

/** Reads a content from its beginning. */
export async function* readContent<T>(
  content: Content,
  extent: Extent,
  options: ReadingOptions<T>,
): AsyncGenerator<Part<T>, Ended, void> {
  const { pace, clock, most, signal } = options
  let passed: Passed<T> = { from: content.offset, items: [], lines: 0 }
  for (let reads = 1; ; reads += 1) {
    const before = content.offset
    const filling = content.fill()
    if (filling !== undefined) await filling
    const state = readOnce(content, extent, passed, options)
    const wait = pace.spend(Math.min(content.offset - before, LONGEST_LINE))
    if (state !== 'lines' || wait > 0 || passed.items.length >= most || reads % READS_IN_A_PART === 0) {
      if (content.offset > passed.from) yield partOf(content, passed)
      passed = { from: content.offset, items: [], lines: 0 }
    }
    if (state !== 'lines') return state
    if (wait > 0) await clock.sleep(wait, signal)
    else if (reads % READS_IN_A_ROW === 0) await setImmediate()
  }
}

/** What one part is made of, as long as it is. */
interface Passed<T> {
  readonly from: number
  readonly items: T[]
  lines: number
}

function partOf<T>(content: Content, { from, items, lines }: Passed<T>): Part<T> {
  return { items, lines, range: { generation: content.generation, from, to: content.offset } }
}

function readOnce<T>(
  content: Content,
  { end, isFinished }: Extent,
  passed: Passed<T>,
  options: ReadingOptions<T>,
): 'lines' | Ended {
  const before = content.offset
  const read = tryRead(content)
  if (typeof read === 'string') return read
  // A leap over a hole may have come beyond the end.
  const bytes = read.bytes.subarray(0, Math.max(0, end - before))
  if (bytes.length === 0) return 'end'
  passed.lines += passOver(content, bytes, passed.items, options)
  if (content.offset > before) return options.signal.aborted ? 'stopped' : 'lines'
  if (content.skipping || !isFinished()) return 'end'
  passed.items.push(...takeUnended(content, bytes, options))
  passed.lines += 1
  content.advance(bytes.length, false)
  return 'end'
}
