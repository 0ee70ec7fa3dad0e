import { basename } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { LogFile } from '../files/log-file.ts'
import { LONGEST_LINE } from '../files/open-file.ts'
import { SEAM_LENGTH } from '../fingerprint/fingerprint.ts'

const NEWLINE = 0x0a

/** What a file is to the one whose place it took: the same content, or what was kept of it. */
export type Kinship = 'same' | 'pruned'

/**
 * Goes on in a file where reading of a former one ended, when it holds what that one held: it was copied and put in its
 * place, as by an editor or from a backup, perhaps without some of its lines. Undefined where the content is another;
 * but the lines that both begin with have the same ids in both, so they are the same lines, and passed over.
 */
export async function goOnAfter(file: LogFile, former: LogFile, signal?: AbortSignal): Promise<Kinship | undefined> {
  const { position } = former
  if (position.offset === 0) return undefined
  if (file.resume(position)) return 'same'
  const common = commonLines(file, former, former.offset)
  // A rotation that keeps the old file may begin each new one with the same lines: there is nothing more to compare
  // then.
  if (common > 0 && (common >= SEAM_LENGTH || !former.isLinked())) {
    file.goTo(await endOfKept(file, former, common, signal))
    return file.offset === file.size() ? 'same' : 'pruned'
  }
  if (await file.find(position.seam, signal)) return 'pruned'
  // The rest of what was kept beside it, as by a rotation, is known: a few lines that are alike are new ones.
  if (await file.findKept(position.seam, former.isLinked() ? 4 : 2, signal)) return 'pruned'
  if (common > 0) file.goTo(common)
  return undefined
}

/**
 * Passes over what a new file has in common with another log that is followed: somebody copies that one. True as long
 * as there is nothing else in it. What is short may be alike by chance, unless the names are, too.
 */
export function passCopied(file: LogFile, path: string, other: string): boolean {
  const twin = LogFile.tryOpen(other)
  if (typeof twin === 'string') return false
  try {
    // Once: it may grow meanwhile.
    const size = file.size()
    const common = commonLines(file, twin, Math.min(size, twin.size()))
    const names = [basename(path), basename(other)].sort()
    const isCopy = common >= SEAM_LENGTH || names[1]?.startsWith(names[0] ?? '') === true
    if (isCopy && common > file.offset) file.goTo(common)
    return isCopy && common === commonLines(file, file, size)
  } finally {
    twin.close()
  }
}

/**
 * How many bytes of whole lines two files begin with alike, before `end` of the former. Logs only grow: halves are
 * enough.
 */
function commonLines(file: LogFile, former: LogFile, end: number): number {
  let [low, high] = [0, Math.min(end, file.size())]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const from = Math.max(low, middle - SEAM_LENGTH)
    const isAlike = file.bytesAt(from, middle - from).equals(former.bytesAt(from, middle - from))
    if (isAlike) low = middle
    else high = middle - 1
  }
  const from = Math.max(0, low - LONGEST_LINE)
  return from + file.bytesAt(from, low - from).lastIndexOf(NEWLINE) + 1
}

/**
 * Where the lines end that were kept of a former file's, all that were read from `from` on; both are alike before that.
 */
async function endOfKept(file: LogFile, former: LogFile, from: number, signal?: AbortSignal): Promise<number> {
  const kept = linesOf(file, from, file.size())
  let next = kept.next()
  let [end, passed] = [from, 0]
  for (const line of linesOf(former, from, former.offset)) {
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

/** The whole lines of a stretch of a file; one that is too long in parts. */
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
