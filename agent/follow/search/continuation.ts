import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { LogFile } from '../files/log-file.ts'
import { FINGERPRINT_LENGTH } from '../fingerprint/fingerprint.ts'
import { LONGEST_LINE } from '../scan/longest-line.ts'
import { findFingerprint, findKeptLines } from './content-search.ts'

const NEWLINE = 0x0a

/** How a file continues its predecessor: with the same content, or with what was kept of it. */
export type Continuation = 'same' | 'pruned'

/**
 * Moves to where reading of a predecessor ended, if the file contains what that contained: it was copied and put in its
 * place, as by an editor or from a backup, perhaps without some of the lines. Undefined if it is another content; lines
 * that both begin with have the same ids in both, so they are skipped even then.
 */
export async function continueAfter(
  file: LogFile,
  predecessor: LogFile,
  signal?: AbortSignal,
): Promise<Continuation | undefined> {
  const { position } = predecessor
  if (position.offset === 0) return undefined
  if (file.resume(position)) return 'same'
  const common = commonLines(file, predecessor, predecessor.offset)
  // A rotation that keeps the old file may begin each new one with the same few lines, which prove nothing.
  if (common > 0 && (common >= FINGERPRINT_LENGTH || !predecessor.isLinked())) {
    file.goTo(await endOfKept(file, predecessor, common, signal))
    return file.offset === file.size() ? 'same' : 'pruned'
  }
  if (await findFingerprint(file, position.seam, signal)) return 'pruned'
  // If the predecessor is still there, as after a rotation, a few lines that are alike are new ones.
  if (await findKeptLines(file, position.seam, predecessor.isLinked() ? 4 : 2, signal)) return 'pruned'
  if (common > 0) file.goTo(common)
  return undefined
}

/**
 * Skips what a new file has in common with another log: it is being copied from that one. True as long as there is
 * nothing else in it. Short contents may be alike by chance, unless the names are alike as well.
 */
export function skipShared(file: LogFile, path: string, original: string): boolean {
  const other = LogFile.tryOpen(original)
  if (typeof other === 'string') return false
  try {
    // Asked once: the file may grow meanwhile.
    const size = file.size()
    const common = commonLines(file, other, Math.min(size, other.size()))
    const names = [basename(path), basename(original)].sort()
    const isCopy = common >= FINGERPRINT_LENGTH || names[1]?.startsWith(names[0] ?? '') === true
    if (isCopy && common > file.offset) file.goTo(common)
    return isCopy && common === commonLines(file, file, size)
  } finally {
    other.close()
  }
}

/**
 * How many bytes of complete lines two files have in common at their beginning, before `end` of the second. A binary
 * search: logs only grow, so what is equal at a place is equal before it.
 */
function commonLines(file: LogFile, other: LogFile, end: number): number {
  let [low, high] = [0, Math.min(end, file.size())]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const from = Math.max(low, middle - FINGERPRINT_LENGTH)
    const isAlike = file.bytesAt(from, middle - from).equals(other.bytesAt(from, middle - from))
    if (isAlike) low = middle
    else high = middle - 1
  }
  const from = Math.max(0, low - LONGEST_LINE)
  return from + file.bytesAt(from, low - from).lastIndexOf(NEWLINE) + 1
}

/** Where the lines end that were kept of those read from a predecessor from `from` on; before that, both are equal. */
async function endOfKept(file: LogFile, predecessor: LogFile, from: number, signal?: AbortSignal): Promise<number> {
  const kept = linesOf(file, from, file.size())
  let next = kept.next()
  let [end, passed] = [from, 0]
  for (const line of linesOf(predecessor, from, predecessor.offset)) {
    if (next.done === true) break
    if (next.value.equals(line)) {
      end += line.length
      next = kept.next()
    }
    passed += line.length
    if (passed < LONGEST_LINE) continue
    passed = 0
    await setImmediate()
    signal?.throwIfAborted()
  }
  return end
}

/** The complete lines between two offsets of a file; a line that is too long in several parts. */
function* linesOf(file: LogFile, from: number, to: number): Generator<Buffer, void, void> {
  for (let offset = from; offset < to;) {
    const bytes = file.bytesAt(offset, Math.min(LONGEST_LINE, to - offset))
    const whole = bytes.lastIndexOf(NEWLINE) + 1
    if (whole === 0) yield bytes
    for (let start = 0; start < whole;) {
      const end = bytes.indexOf(NEWLINE, start) + 1
      yield bytes.subarray(start, end)
      start = end
    }
    if (bytes.length === 0) return
    offset += whole === 0 ? bytes.length : whole
  }
}
