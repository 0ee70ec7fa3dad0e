import { LogFile } from '../files/log-file.ts'
import type { OpenFile } from '../files/open-file.ts'
import { sourceNotices } from '../notices.ts'
import { LONGEST_LINE } from '../scan/longest-line.ts'
import { type Continuation, continueAfter, skipShared } from '../search/continuation.ts'
import { type Rewrite, resumeRewritten } from './rewrite.ts'
import type { Segment, Succession } from './segment.ts'
import { UNKNOWN_LOG } from './siblings.ts'
import type { TrailOptions } from './trail-options.ts'

type StartOptions = Pick<TrailOptions, 'source' | 'path' | 'tell' | 'signal' | 'siblings' | 'elapsed'>

/**
 * Whether a start position was known before, was settled just now, or waits for another log that still has the file.
 */
export type StartState = 'known' | 'settled' | 'waits'

/**
 * Settles where to start reading a file that came to the path, and tells: it continues where reading of a predecessor
 * ended if it contains what that contained, where another log of the folder left it, or at its beginning after a
 * rotation. `isRead`: whether a predecessor is open and could be read to its end.
 */
export async function settleStart(
  segment: Segment,
  isRead: (predecessor: OpenFile) => boolean,
  options: StartOptions,
): Promise<StartState> {
  const { file, succession } = segment
  const { siblings, path } = options
  if (!(file instanceof LogFile)) {
    segment.settle()
    return succession === undefined ? 'known' : 'settled'
  }
  if (segment.rewrite !== undefined) return awaitRewrite(segment, file, segment.rewrite, options)
  if (succession === undefined) return skipCopied(segment, file, options)
  const claim = siblings?.claim(path, file.inode)
  if (claim === 'wait') return 'waits'
  const isClaimed = claim !== undefined && file.resume(claim)
  const continuation = isClaimed
    ? undefined
    : await continueAfterAny(file, succession.predecessors, isRead, options.signal)
  segment.settle()
  if (file.offset === 0) await startAtBeginning(segment, file, succession, options)
  tellStart(succession, file, continuation, options)
  return 'settled'
}

/** A file at its beginning may still be getting the content of a predecessor, or of another log. */
async function startAtBeginning(
  segment: Segment,
  file: LogFile,
  succession: Succession,
  options: StartOptions,
): Promise<void> {
  // A file that has left the path is not being rewritten.
  if (!segment.isLeaving) segment.rewrite = rewriteOf(succession, options.elapsed())
  if (segment.rewrite !== undefined) await awaitRewrite(segment, file, segment.rewrite, options)
  if (succession.predecessors.length === 0) segment.original = UNKNOWN_LOG
  skipCopied(segment, file, options)
}

function rewriteOf({ predecessors }: Succession, since: number): Rewrite | undefined {
  const positions = predecessors.flatMap(({ file }) =>
    file instanceof LogFile && file.offset > 0 ? [file.position] : [],
  )
  return positions.length === 0 ? undefined : { positions, since }
}

/** Waits as long as the previous content may come back. */
async function awaitRewrite(
  segment: Segment,
  file: LogFile,
  rewrite: Rewrite,
  { source, path, tell, signal, elapsed }: StartOptions,
): Promise<StartState> {
  const continuation = await resumeRewritten(file, rewrite, segment.isLeaving ? Infinity : elapsed(), signal)
  if (continuation === 'waits') return continuation
  segment.rewrite = undefined
  if (continuation === 'same') tell(sourceNotices.sourceReplaced(source, path, file.offset))
  if (continuation === 'pruned') tell(sourceNotices.sourceShortened(source, path, file.offset))
  return 'settled'
}

/** Skips what is only a copy of another log so far. */
function skipCopied(
  segment: Segment,
  file: LogFile,
  { siblings, path }: Pick<TrailOptions, 'siblings' | 'path'>,
): StartState {
  if (siblings === undefined || segment.original === undefined) return 'known'
  const before = file.offset
  const original = segment.original === UNKNOWN_LOG ? siblings.originalOf(path, file) : segment.original
  if (original !== UNKNOWN_LOG) {
    const isCopy = original !== undefined && skipShared(file, path, original)
    segment.original = isCopy ? original : undefined
  }
  return file.offset === before ? 'known' : 'settled'
}

function tellStart(
  { predecessors, missed }: Succession,
  { offset }: LogFile,
  continuation: Continuation | undefined,
  { source, path, tell }: Pick<TrailOptions, 'source' | 'path' | 'tell'>,
): void {
  if (predecessors.length === 0) tell(sourceNotices.sourceFound(source, path, offset))
  else if (missed === undefined) return
  else if (continuation === undefined) tell(sourceNotices.sourceRotated(source, path, missed))
  else if (continuation === 'pruned') tell(sourceNotices.sourceShortened(source, path, offset))
  else tell(sourceNotices.sourceReplaced(source, path, offset))
}

async function continueAfterAny(
  file: LogFile,
  predecessors: readonly Segment[],
  isRead: (predecessor: OpenFile) => boolean,
  signal: AbortSignal | undefined,
): Promise<Continuation | undefined> {
  for (const predecessor of predecessors) {
    if (!(predecessor.file instanceof LogFile) || !isRead(predecessor.file)) continue
    const continuation = await continueAfter(file, predecessor.file, signal)
    if (continuation !== undefined || predecessor.file.offset === 0) {
      predecessor.cover(coveredEnd(file, predecessor.file))
    }
    if (continuation !== undefined) return continuation
  }
  return undefined
}

/** Up to where a successor contains everything that is in its predecessor, an unfinished last line included. */
function coveredEnd(file: LogFile, predecessor: LogFile): number {
  const { offset } = predecessor
  const rest = predecessor.bytesAt(offset, LONGEST_LINE)
  return offset + (file.bytesAt(file.offset, rest.length).equals(rest) ? rest.length : 0)
}
