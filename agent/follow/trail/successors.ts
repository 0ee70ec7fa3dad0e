import type { LogFile } from '../files/log-file.ts'
import type { OpenFile } from '../files/open-file.ts'
import type { Copy } from '../search/copies.ts'
import type { Lost } from '../search/lost-position.ts'
import { openMissedFiles } from '../search/missed-files.ts'
import { Segment } from './segment.ts'
import type { TrailOptions } from './trail-options.ts'

/** What came to the path after the last file of a trail. */
export interface Successors {
  /** Oldest first; the last one is the file at the path now, if none are left to be opened later. */
  readonly segments: readonly Segment[]
  /** Those left to be opened later. */
  readonly later: readonly Copy[]
  /** How to search for those that came and went, if the names of the copies do not tell which they are. */
  readonly lost?: Lost
}

/** The file at the path now, and those that came and went since the last look; `files` are all of the trail. */
export function findSuccessors(
  files: readonly OpenFile[],
  last: Segment,
  current: LogFile,
  options: TrailOptions,
): Successors {
  const missed = openMissedFiles(options, files, current)
  if (missed !== undefined) return successorsOf(last, current, options, missed.files, missed.later)
  const successors = successorsOf(last, current, options)
  // The content of the last file that was read has to tell.
  const known = files.findLast(({ position }) => position.offset > 0)
  if (known === undefined) return successors
  return { ...successors, lost: { position: known.position, next: current, wanted: 'newer copies' } }
}

/** The file at the path now, after these others. */
export function successorsOf(
  last: Segment,
  current: LogFile,
  options: TrailOptions,
  missed: readonly LogFile[] = [],
  later: readonly Copy[] = [],
): Successors {
  const predecessors = [last]
  const segments: Segment[] = []
  for (const file of missed) {
    const segment = Segment.ofGone(file, options, { predecessors: [...predecessors] })
    segments.push(segment)
    predecessors.unshift(segment)
  }
  if (later.length === 0) segments.push(new Segment(current, { predecessors, missed: missed.length }))
  return { segments, later }
}
