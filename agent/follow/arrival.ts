import { notices } from '../notice.ts'
import { type Kinship, goOnAfter } from './continuation.ts'
import { LogFile } from './log-file.ts'
import { LONGEST_LINE, type OpenFile } from './open-file.ts'
import type { Arrival, Stretch } from './stretch.ts'
import type { TrailOptions } from './trail-options.ts'

/**
 * Settles where a file begins that took the place of another at the path, and says so: it goes on there where it holds the same, and
 * begins anew after a rotation. `isRead` tells whether a former one is open, and could be read to its end.
 */
export async function settle(
  stretch: Stretch,
  { formers, between }: Arrival,
  isRead: (former: OpenFile) => boolean,
  { source, path, tell, signal }: Pick<TrailOptions, 'source' | 'path' | 'tell' | 'signal'>,
): Promise<void> {
  const { file } = stretch
  const kinship = file instanceof LogFile ? await goOnAfterOne(file, formers, isRead, signal) : undefined
  stretch.settle()
  if (between === undefined) return
  if (kinship === undefined) tell(notices.sourceRotated(source, path, between))
  else if (kinship === 'pruned') tell(notices.sourceShortened(source, path, file.offset))
  else tell(notices.sourceReplaced(source, path, file.offset))
}

async function goOnAfterOne(
  file: LogFile,
  formers: readonly Stretch[],
  isRead: (former: OpenFile) => boolean,
  signal: AbortSignal | undefined,
): Promise<Kinship | undefined> {
  for (const former of formers) {
    if (!(former.file instanceof LogFile) || !isRead(former.file)) continue
    const kinship = await goOnAfter(file, former.file, signal)
    if (kinship !== undefined || former.file.offset === 0) former.cover(coveredEnd(file, former.file))
    if (kinship !== undefined) return kinship
  }
  return undefined
}

/** Up to where a file holds nothing but what its successor has, too: its last line may not be complete. 0 where there is nothing. */
function coveredEnd(file: LogFile, former: LogFile): number {
  const { offset } = former
  const rest = former.bytesAt(offset, LONGEST_LINE)
  return offset + (file.bytesAt(file.offset, rest.length).equals(rest) ? rest.length : 0)
}
