const NEWLINE = 0x0a

/** The byte strings of which a line of interest holds one, or every line. */
export type Needles = readonly Buffer[] | 'every line'

/** How far a scan came: bytes and lines passed, all of them complete. */
export interface Scanned {
  readonly bytes: number
  readonly lines: number
}

/**
 * Visits the lines of interest among the complete lines of a chunk, in order, as offsets without the newline. Stops after a
 * line for which `visit` answers false. Lines without a needle are passed over as bytes, never decoded.
 */
export function scanLines(chunk: Buffer, needles: Needles, visit: (start: number, end: number) => boolean): Scanned {
  const complete = chunk.subarray(0, chunk.lastIndexOf(NEWLINE) + 1)
  const next = needles === 'every line' ? nextLine(complete) : nextHit(complete, needles)
  for (let hit = next(0); hit !== -1;) {
    const start = hit === 0 ? 0 : complete.lastIndexOf(NEWLINE, hit - 1) + 1
    const end = complete.indexOf(NEWLINE, hit)
    if (!visit(start, end)) return { bytes: end + 1, lines: countLines(complete.subarray(0, end + 1)) }
    hit = next(end + 1)
  }
  return { bytes: complete.length, lines: countLines(complete) }
}

function nextLine(bytes: Buffer): (from: number) => number {
  return (from) => (from < bytes.length ? from : -1)
}

/** The next place at or after `from` where any needle stands; each needle is searched for at most once per place. */
function nextHit(bytes: Buffer, needles: readonly Buffer[]): (from: number) => number {
  const places = needles.map((needle) => bytes.indexOf(needle))
  return (from) => {
    let nearest = -1
    for (const [index, needle] of needles.entries()) {
      let place = places[index] ?? -1
      if (place !== -1 && place < from) place = places[index] = bytes.indexOf(needle, from)
      if (place !== -1 && (nearest === -1 || place < nearest)) nearest = place
    }
    return nearest
  }
}

function countLines(bytes: Buffer): number {
  let lines = 0
  for (let at = bytes.indexOf(NEWLINE); at !== -1; at = bytes.indexOf(NEWLINE, at + 1)) lines += 1
  return lines
}
