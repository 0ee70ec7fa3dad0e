import { type KeyGroup, type Keys, searchKeysOf } from './keys.ts'
import { countNewlines, findNeedle, scannable } from './scanner.ts'

const NEWLINE = 0x0a

/** A line is of interest if it contains one of the needles, or always. */
export type Needles = Keys | 'every line'

/** Prepares the search for needles, each of two bytes or more, by these groups of keys if they are given. */
export function needlesOf(words: readonly string[] | 'every line', groups?: readonly KeyGroup[]): Needles {
  if (words === 'every line') return words
  return searchKeysOf(
    words.map((word) => Buffer.from(word)),
    groups,
  )
}

/** Whether a line is of interest. */
export function holdsNeedle(line: Buffer, needles: Needles): boolean {
  return needles === 'every line' || needles.words.some((word) => line.includes(word))
}

/** How many bytes and lines were scanned, all of them complete lines. */
export interface Scanned {
  readonly bytes: number
  readonly lines: number
}

/**
 * Visits the lines of interest among the complete lines of a chunk (at most LONGEST_LINE bytes), in order, as offsets
 * without the newline. Stops after a line for which `visit` returns false. Other lines are skipped as bytes, never
 * decoded.
 */
export function scanLines(chunk: Buffer, needles: Needles, visit: (start: number, end: number) => boolean): Scanned {
  const complete = scannable(chunk.subarray(0, chunk.lastIndexOf(NEWLINE) + 1))
  const next = needles === 'every line' ? nextLine(complete) : nextHit(complete, needles)
  for (let hit = next(0); hit !== -1;) {
    const start = hit === 0 ? 0 : complete.lastIndexOf(NEWLINE, hit - 1) + 1
    const end = complete.indexOf(NEWLINE, hit)
    if (!visit(start, end)) return { bytes: end + 1, lines: countNewlines(complete.subarray(0, end + 1)) }
    hit = next(end + 1)
  }
  return { bytes: complete.length, lines: countNewlines(complete) }
}

/** How many of the bytes of a chunk (at most LONGEST_LINE) are complete lines, and how many lines these are. */
export function scanBlock(chunk: Buffer): Scanned {
  const complete = scannable(chunk.subarray(0, chunk.lastIndexOf(NEWLINE) + 1))
  return { bytes: complete.length, lines: countNewlines(complete) }
}

function nextLine(bytes: Buffer): (from: number) => number {
  return (from) => (from < bytes.length ? from : -1)
}

function nextHit(bytes: Buffer, needles: Keys): (from: number) => number {
  return (from) => findNeedle(bytes, needles, from)
}
