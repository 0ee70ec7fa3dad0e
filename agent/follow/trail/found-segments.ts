import type { OpenFile } from '../files/open-file.ts'
import type { Gap } from '../gap.ts'
import { sourceNotices } from '../notices.ts'
import type { Lost } from '../search/lost-position.ts'
import type { RecoveredFiles } from '../search/lost-positions.ts'
import { MOST_OPEN_COPIES } from '../search/missed-files.ts'
import type { FoundFile } from '../search/saved-positions.ts'
import type { SeenFiles } from '../search/seen-files.ts'
import { Segment } from './segment.ts'
import type { Segments } from './segments.ts'
import type { TrailOptions } from './trail-options.ts'

/**
 * Adds the files of saved positions, newest first, and gives a notice of where each resumes unless `isTold`; returns
 * the positions to search for.
 */
export function resumeSaved(
  found: readonly FoundFile[],
  segments: Segments,
  { source, tell, elapsed }: TrailOptions,
  isTold: boolean,
): readonly Lost[] {
  const lost: Lost[] = []
  for (const { position, file, path, isKnown, isNewest } of found) {
    const [next] = segments.files
    if (!isKnown) lost.unshift({ position, file, wanted: 'rest' })
    else if (!isTold) tell(sourceNotices.sourceFound(source, path, file.offset))
    // What follows the newest is found once another file is at the path.
    if (position.waits && !isNewest) lost.unshift({ position, wanted: 'newer copies', ...(next && { next }) })
    if (isNewest) segments.push(new Segment(file))
    else segments.unshift(new Segment(file).leave(elapsed()))
  }
  return lost
}

/** Inserts copies that a search has found, each before the file that follows it; those to be opened later are seen. */
export function insertFound(
  { found, later }: Pick<RecoveredFiles, 'found' | 'later'>,
  seen: SeenFiles,
  segments: Segments,
  options: TrailOptions,
): void {
  const oldest: Segment[] = []
  for (const { files, next } of found) {
    const added = segmentsOf(files, options)
    if (!segments.insert(next, added)) oldest.push(...added)
  }
  segments.unshift(...oldest)
  seen.note(segments.files)
  seen.addCopies(later, segments.files)
}

/**
 * Inserts files that were seen and that no search has found, before the one at the path, and tells which are gone. To
 * be called once all else is found; `isNews` if there were any.
 */
export function insertSeen(
  seen: SeenFiles,
  segments: Segments,
  options: TrailOptions,
): { readonly isNews: boolean; readonly gaps: readonly Gap[] } {
  const { path, source, tell } = options
  const before = seen.waiting.length
  const { files, gone } = seen.take(MOST_OPEN_COPIES - segments.count)
  segments.insertMissed(segmentsOf(files, options))
  const gaps = gone.map(({ generation }): Gap => ({ file: path, generation, from: 0, to: undefined, cause: 'missing' }))
  for (const gap of gaps) tell(sourceNotices.logGap(source, gap))
  return { isNews: seen.waiting.length < before, gaps }
}

function segmentsOf(files: readonly OpenFile[], options: TrailOptions): Segment[] {
  return files.map((file) => Segment.ofGone(file, options))
}
