import type { Position } from '../checkpoint.ts'
import type { LogFile } from '../files/log-file.ts'
import type { Kinship } from '../search/continuation.ts'

/** How long a file may take to be written again from its beginning, in milliseconds. */
const LONGEST = 2000

/** What may come back in a file that was truncated, or that took the place of another, and is being written. */
export interface Regrowth {
  /** Where reading of the former contents ended, the newest first. */
  readonly positions: readonly Position[]
  /** The one in the file itself, where it was truncated: that is saved as long as it may come back. */
  readonly own?: Position
  /** Since when, by a clock that never steps. */
  readonly since: number
}

/**
 * Goes on in a file when its former content has come back, as where an editor writes it anew. `waits` as long as what
 * is there may still become that: it begins with the same line, or has none yet. Undefined where it is another content.
 */
export async function regrown(
  file: LogFile,
  { positions, since }: Regrowth,
  now: number,
  signal?: AbortSignal,
): Promise<Kinship | 'waits' | undefined> {
  if (file.offset > 0) return undefined
  if (positions.some((position) => file.resume(position))) return 'same'
  const { head } = file
  const mayCome = head === undefined || positions.some(({ generation }) => generation === head)
  if (mayCome && now - since < LONGEST) return 'waits'
  for (const { seam } of positions) {
    if ((await file.find(seam, signal)) || (await file.findKept(seam, 4, signal))) return 'pruned'
  }
  return undefined
}
