import type { Position } from '../checkpoint.ts'
import type { LogFile } from '../files/log-file.ts'
import { findFingerprint, findKeptLines } from '../search/content-search.ts'
import type { Continuation } from '../search/continuation.ts'

/** How long writing a file again from its beginning may take, in milliseconds. */
const LONGEST = 2000

/** The content that may come back in a file that was truncated, or replaced another, and is perhaps being written. */
export interface Rewrite {
  /** Where reading of the previous contents ended, newest first. */
  readonly positions: readonly Position[]
  /** The position in the file itself, if it was truncated: it is saved as long as the content may come back. */
  readonly own?: Position
  /** Since when, by a monotonic clock. */
  readonly since: number
}

/**
 * Moves to where reading ended, if the previous content has come back, as when an editor writes a file again. `waits`
 * as long as that is possible: there is the same first line, or none yet. Undefined if it is another content.
 */
export async function resumeRewritten(
  file: LogFile,
  { positions, since }: Rewrite,
  now: number,
  signal?: AbortSignal,
): Promise<Continuation | 'waits' | undefined> {
  if (file.offset > 0) return undefined
  if (positions.some((position) => file.resume(position))) return 'same'
  const { currentGeneration } = file
  const mayComeBack =
    currentGeneration === undefined || positions.some(({ generation }) => generation === currentGeneration)
  if (mayComeBack && now - since < LONGEST) return 'waits'
  for (const { seam } of positions) {
    if ((await findFingerprint(file, seam, signal)) || (await findKeptLines(file, seam, 4, signal))) return 'pruned'
  }
  return undefined
}
