import type { Tell } from '../../lib/notice/notice.ts'
import { SHORTEST_HOLE, isAllHole, nulsAtStart } from './files/hole.ts'
import { type Content, LONGEST_LINE } from './files/open-file.ts'
import { wideEncoding } from './files/wide-text.ts'
import { sourceNotices } from './notices.ts'
import { type Needles, holdsNeedle, scanLines } from './scan/lines.ts'

/** One line of interest. Its bytes are valid only while it is being taken. */
export interface Line {
  /** Names the content of the file it stands in. */
  readonly generation: string
  /** Byte offset of its beginning in that file. */
  readonly offset: number
  /** Without the newline; of a line that is too long, its first LONGEST_LINE bytes. */
  readonly bytes: Buffer
}

/** What is done with the lines that are passed. */
export interface PassageOptions<T> {
  readonly source: string
  readonly path: string
  readonly needles: Needles
  /** What to keep of a line of interest; called in order, must not keep the line's bytes. */
  readonly take: (line: Line) => readonly T[]
  /** A batch ends at the end of the line that brings its items to so many. */
  readonly most: number
  readonly tell: Tell
}

/** Passes over as much as can be said something of; the complete lines in it. */
export function passOver<T>(file: Content, bytes: Buffer, items: T[], options: PassageOptions<T>): number {
  // No line holds so many NULs: one that is too long has ended before them.
  if (file.skipping && !isAllHole(bytes)) return skipRest(file, bytes)
  if (nulsAtStart(bytes) < SHORTEST_HOLE) return takeLines(file, bytes, items, options)
  skipHole(file, bytes, options)
  return 0
}

/** A writer that does not append goes on at its old offset after a truncation; what is before that reads as NULs. */
function skipHole<T>(file: Content, bytes: Buffer, { tell, source, path }: PassageOptions<T>): void {
  const length = nulsAtStart(bytes)
  // As long as it may go on its last bytes are kept, so that where it ends, and only there, a read begins with a hole
  // and tells.
  const goesOn = length === LONGEST_LINE
  file.advance(goesOn ? length - SHORTEST_HOLE : length, false)
  if (goesOn) file.leap?.()
  else tell(sourceNotices.holeSkipped(source, path, file.offset))
}

/** Takes what is complete; a line that fills the whole read is cut, for memory has to stay flat. */
function takeLines<T>(file: Content, bytes: Buffer, items: T[], options: PassageOptions<T>): number {
  const { take, most, needles, tell, source, path } = options
  const { offset } = file
  const passed = scanLines(bytes, needles, (start, end) => {
    items.push(...take(lineOf(file, bytes, start, end)))
    return items.length < most
  })
  if (passed.bytes > 0) tellEncoding(file, bytes, options)
  if (passed.bytes === 0 && bytes.length === LONGEST_LINE) {
    tell(sourceNotices.lineCut(source, path, offset, LONGEST_LINE))
    items.push(...takeUnended(file, bytes, options))
    file.advance(bytes.length, true)
  } else if (passed.bytes > 0) {
    const hole = endOfHole(bytes.subarray(0, passed.bytes))
    if (hole !== undefined) tell(sourceNotices.holeSkipped(source, path, offset + hole))
    file.advance(passed.bytes, false)
  }
  return passed.lines
}

/** Where the first hole ends that stands before a line, among complete lines of which the first has none before it. */
function endOfHole(lines: Buffer): number | undefined {
  const first = lines.indexOf(0)
  const newline = first === -1 ? -1 : lines.indexOf('\n\0\0\0\0', first - 1)
  return newline === -1 ? undefined : newline + 1 + nulsAtStart(lines.subarray(newline + 1))
}

/** Passes over the rest of a line that is too long. */
function skipRest(file: Content, bytes: Buffer): number {
  const end = bytes.indexOf(0x0a) + 1
  file.advance(end === 0 ? bytes.length : end, end === 0)
  return end === 0 ? 0 : 1
}

/** A line without its newline, where it is of interest. */
export function takeUnended<T>(file: Content, bytes: Buffer, options: PassageOptions<T>): readonly T[] {
  tellEncoding(file, bytes, options)
  return holdsNeedle(bytes, options.needles) ? options.take(lineOf(file, bytes, 0, bytes.length)) : []
}

/** The line at these places of what was read, without the NULs before it. */
function lineOf(file: Content, bytes: Buffer, begin: number, end: number): Line {
  const start = bytes[begin] === 0 ? begin + nulsAtStart(bytes.subarray(begin, end)) : begin
  return { generation: file.generation, offset: file.offset + start, bytes: bytes.subarray(start, end) }
}

/** Once for each content, when its beginning is passed: a log in such an encoding is read as lines that say nothing. */
function tellEncoding<T>(file: Content, bytes: Buffer, { tell, source, path }: PassageOptions<T>): void {
  const encoding = file.offset === 0 ? wideEncoding(bytes) : undefined
  if (encoding !== undefined) tell(sourceNotices.sourceEncoded(source, path, encoding))
}
