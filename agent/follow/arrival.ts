import { type Tell, notices } from '../notice.ts'
import { goOnAfter } from './continuation.ts'
import { LogFile } from './log-file.ts'
import { LONGEST_LINE, type OpenFile } from './open-file.ts'
import type { Arrival, Stretch } from './stretch.ts'

/**
 * Settles where a file begins that took the place of another at the path, and says so: it goes on there where it holds the same, and
 * begins anew after a rotation. `isRead` tells whether the other one could be read to its end.
 */
export async function settle(
  stretch: Stretch,
  { former, between }: Arrival,
  isRead: (former: OpenFile) => boolean,
  { source, path, tell }: { readonly source: string; readonly path: string; readonly tell: Tell },
): Promise<void> {
  const [file, before] = [stretch.file, former.file]
  const areLogs = file instanceof LogFile && before instanceof LogFile && isRead(before)
  const kinship = areLogs ? await goOnAfter(file, before) : undefined
  stretch.settle()
  if (areLogs && kinship !== undefined) former.cover(coveredEnd(file, before))
  if (kinship === undefined) tell(notices.sourceRotated(source, path, between))
  else if (kinship === 'pruned') tell(notices.sourceShortened(source, path, file.offset))
  else tell(notices.sourceReplaced(source, path, file.offset))
}

/** Up to where a file holds nothing but what its successor has, too: its last line may not be complete. */
function coveredEnd(file: LogFile, former: LogFile): number {
  const { offset } = former
  const rest = former.bytesAt(offset, LONGEST_LINE)
  return offset + (file.bytesAt(file.offset, rest.length).equals(rest) ? rest.length : 0)
}
