import { type Pairs, pairsOf } from './pairs.ts'
import { countNewlines, findNeedle, scannable } from './scanner.ts'

const NEWLINE = 0x0a

/** A line is of interest if it contains one of the needles, or always. Each group of needles takes its own scan. */
export type Needles = readonly Pairs[] | 'every line'

/** How many needles one scan can look for. */
const MOST = 4

/** Prepares the search for needles, each of two bytes or more. More than four are split evenly, in their order. */
export function needlesOf(words: readonly string[] | 'every line'): Needles {
  if (words === 'every line') return words
  const scans = Math.ceil(words.length / MOST)
  const size = Math.ceil(words.length / scans)
  const groups = Array.from({ length: scans }, (_, group) => words.slice(group * size, (group + 1) * size))
  return groups.map((group) => pairsOf(group.map((word) => Buffer.from(word))))
}

/** Whether a line is of interest. */
export function holdsNeedle(line: Buffer, needles: Needles): boolean {
  return needles === 'every line' || needles.some((group) => group.needles.some(({ bytes }) => line.includes(bytes)))
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

function nextLine(bytes: Buffer): (from: number) => number {
  return (from) => (from < bytes.length ? from : -1)
}

/** Finds the hits of all groups in order. The next one of each is remembered, so a group scans each byte once. */
function nextHit(bytes: Buffer, groups: readonly Pairs[]): (from: number) => number {
  const ahead = groups.map((pairs) => ({ pairs, hit: -1 }))
  return (from) => {
    let nearest = Infinity
    for (const group of ahead) {
      if (group.hit < from) {
        const hit = findNeedle(bytes, group.pairs, from)
        group.hit = hit === -1 ? Infinity : hit
      }
      nearest = Math.min(nearest, group.hit)
    }
    return nearest === Infinity ? -1 : nearest
  }
}
