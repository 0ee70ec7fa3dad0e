import type { Tell } from '../../lib/notice/notice.ts'
import { SHORTEST_HOLE, isAllHole, nulsAtStart } from './files/hole.ts'
import type { Content } from './files/open-file.ts'
import { wideEncoding } from './files/wide-text.ts'
import { sourceNotices } from './notices.ts'
import { type Needles, type Scanned, holdsNeedle, scanBlock, scanLines } from './scan/lines.ts'
import { LONGEST_LINE } from './scan/longest-line.ts'

/** One line of interest. Its bytes are valid only during the call that takes it. */
export interface Line {
  /** The generation of the content that it is part of. */
  readonly generation: string
  /** The byte offset of its beginning in that content. */
  readonly offset: number
  /** Without the newline; of a line that is too long, the first LONGEST_LINE bytes. */
  readonly bytes: Buffer
  /** When it was written, in seconds since 1970-01-01T00:00:00Z, if the source knows. */
  readonly written?: number
}

/** What to extract, and what to make of it. */
export interface ExtractionOptions<T> {
  readonly source: string
  readonly path: string
  readonly needles: Needles
  /** Makes items of a line of interest; called in order, must not keep the line's bytes. */
  readonly take: (line: Line) => readonly T[]
  /** Extraction stops after the line that brings the number of items to this. */
  readonly most: number
  /**
   * Takes whole lines as they were read, each with its newline but perhaps the last, instead of `take` line by line;
   * there are no items. Called in order, must not keep the bytes.
   */
  readonly takeBlock?: ((lines: Buffer) => void) | undefined
  readonly tell: Tell
}

/**
 * Adds the items of all complete lines in the bytes just read, and moves over these lines; returns how many there were.
 * Moves over holes, and over the rest of a line that is too long, as well. Does not move if there is no complete line.
 */
export function extractLines<T>(content: Content, bytes: Buffer, items: T[], options: ExtractionOptions<T>): number {
  // A line cannot contain a whole read of NULs: one that is too long ends before them.
  if (content.skipping && !isAllHole(bytes)) return skipRest(content, bytes)
  if (nulsAtStart(bytes) < SHORTEST_HOLE) return takeLines(content, bytes, items, options)
  skipHole(content, bytes, options)
  return 0
}

/** A writer that does not append continues at its old offset after a truncation; what is before that reads as NULs. */
function skipHole<T>(content: Content, bytes: Buffer, { tell, source, path }: ExtractionOptions<T>): void {
  const length = nulsAtStart(bytes)
  // If it may continue, its last bytes are left, so that its end is seen, and reported, exactly once.
  const mayContinue = length === LONGEST_LINE
  content.advance(mayContinue ? length - SHORTEST_HOLE : length, false)
  if (mayContinue) content.leap?.()
  else tell(sourceNotices.holeSkipped(source, path, content.offset))
}

/** Takes the complete lines. A line that fills the whole read is cut, to bound memory. */
function takeLines<T>(content: Content, bytes: Buffer, items: T[], options: ExtractionOptions<T>): number {
  const { tell, source, path } = options
  const { offset } = content
  const scanned = takeScanned(content, bytes, items, options)
  if (scanned.bytes > 0) tellEncoding(content, bytes, options)
  if (scanned.bytes === 0 && bytes.length === LONGEST_LINE) {
    tell(sourceNotices.lineCut(source, path, offset, LONGEST_LINE))
    items.push(...extractUnfinished(content, bytes, options))
    content.advance(bytes.length, true)
  } else if (scanned.bytes > 0) {
    const hole = endOfHole(bytes.subarray(0, scanned.bytes))
    if (hole !== undefined) tell(sourceNotices.holeSkipped(source, path, offset + hole))
    content.advance(scanned.bytes, false)
  }
  return scanned.lines
}

/** Takes the complete lines, one by one or as a block. */
function takeScanned<T>(content: Content, bytes: Buffer, items: T[], options: ExtractionOptions<T>): Scanned {
  const { take, takeBlock, most, needles } = options
  if (takeBlock !== undefined) {
    const scanned = scanBlock(bytes)
    takePieces(bytes.subarray(0, scanned.bytes), takeBlock)
    return scanned
  }
  return scanLines(bytes, needles, (start, end) => {
    items.push(...take(lineOf(content, bytes, start, end)))
    return items.length < most
  })
}

/** Takes a block, without the NULs that lines begin with. */
function takePieces(block: Buffer, takeBlock: (lines: Buffer) => void): void {
  let rest = block
  while (rest.length > 0) {
    const lines = rest[0] === 0 ? rest.subarray(nulsAtStart(rest)) : rest
    const next = lines.includes(0) ? lines.indexOf('\n\0') : -1
    const end = next === -1 ? lines.length : next + 1
    if (end > 0) takeBlock(lines.subarray(0, end))
    rest = lines.subarray(end)
  }
}

/** Where the first hole between complete lines ends; the first line has none before it. */
function endOfHole(lines: Buffer): number | undefined {
  const first = lines.indexOf(0)
  const newline = first === -1 ? -1 : lines.indexOf('\n\0\0\0\0', first - 1)
  return newline === -1 ? undefined : newline + 1 + nulsAtStart(lines.subarray(newline + 1))
}

/** Moves over the rest of a line that is too long. */
function skipRest(content: Content, bytes: Buffer): number {
  const end = bytes.indexOf(0x0a) + 1
  content.advance(end === 0 ? bytes.length : end, end === 0)
  return end === 0 ? 0 : 1
}

/** The items of a line without its newline, if it is of interest. Does not move. */
export function extractUnfinished<T>(content: Content, bytes: Buffer, options: ExtractionOptions<T>): readonly T[] {
  tellEncoding(content, bytes, options)
  const { needles, take, takeBlock } = options
  if (takeBlock === undefined) return holdsNeedle(bytes, needles) ? take(lineOf(content, bytes, 0, bytes.length)) : []
  takePieces(bytes, takeBlock)
  return []
}

/** The line between two indexes of the bytes just read, without the NULs that it begins with. */
function lineOf(content: Content, bytes: Buffer, begin: number, end: number): Line {
  const start = bytes[begin] === 0 ? begin + nulsAtStart(bytes.subarray(begin, end)) : begin
  return { generation: content.generation, offset: content.offset + start, bytes: bytes.subarray(start, end) }
}

/** At the beginning of a content, warns of an encoding in which no line will be understood. */
function tellEncoding<T>(content: Content, bytes: Buffer, { tell, source, path }: ExtractionOptions<T>): void {
  const encoding = content.offset === 0 ? wideEncoding(bytes) : undefined
  if (encoding !== undefined) tell(sourceNotices.sourceEncoded(source, path, encoding))
}
