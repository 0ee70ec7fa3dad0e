import { LogFile } from '../files/log-file.ts'
import { LONGEST_LINE, type OpenFile } from '../files/open-file.ts'
import { sourceNotices } from '../notices.ts'
import { type Kinship, goOnAfter, passCopied } from '../search/continuation.ts'
import { type Regrowth, regrown } from './rewrite.ts'
import type { Arrival, Stretch } from './segment.ts'
import { UNKNOWN } from './siblings.ts'
import type { TrailOptions } from './trail-options.ts'

type PlaceOptions = Pick<TrailOptions, 'source' | 'path' | 'tell' | 'signal' | 'siblings' | 'elapsed'>

/** Whether it was known where a file begins, is known now, or depends on another log that still has the file. */
export type Placing = 'known' | 'settled' | 'waits'

/**
 * Settles where a file begins that came to the path, and says so: it goes on there where it holds what a former one
 * held, or another log of the folder had it before, and begins anew after a rotation. `isRead` tells whether a former
 * one is open, and could be read to its end.
 */
export async function place(
  stretch: Stretch,
  isRead: (former: OpenFile) => boolean,
  options: PlaceOptions,
): Promise<Placing> {
  const { file, arrival } = stretch
  const { siblings, path } = options
  if (!(file instanceof LogFile)) {
    stretch.settle()
    return arrival === undefined ? 'known' : 'settled'
  }
  if (stretch.regrowth !== undefined) return awaitRegrowth(stretch, file, stretch.regrowth, options)
  if (arrival === undefined) return passTwin(stretch, file, options)
  const claim = siblings?.claim(path, file.inode)
  if (claim === 'wait') return 'waits'
  const isClaimed = claim !== undefined && file.resume(claim)
  const kinship = isClaimed ? undefined : await goOnAfterOne(file, arrival.formers, isRead, options.signal)
  stretch.settle()
  if (file.offset === 0) await begin(stretch, file, arrival, options)
  tellOf(arrival, file, kinship, options)
  return 'settled'
}

/** At its beginning a file may still be written: what came before it, or what stands in another log. */
async function begin(stretch: Stretch, file: LogFile, arrival: Arrival, options: PlaceOptions): Promise<void> {
  // Nobody writes anew what has left the path.
  if (!stretch.isLeaving) stretch.regrowth = regrowthOf(arrival, options.elapsed())
  if (stretch.regrowth !== undefined) await awaitRegrowth(stretch, file, stretch.regrowth, options)
  if (arrival.formers.length === 0) stretch.twin = UNKNOWN
  passTwin(stretch, file, options)
}

function regrowthOf({ formers }: Arrival, since: number): Regrowth | undefined {
  const positions = formers.flatMap(({ file }) => (file instanceof LogFile && file.offset > 0 ? [file.position] : []))
  return positions.length === 0 ? undefined : { positions, since }
}

/** Waits for what may come back in a file. */
async function awaitRegrowth(
  stretch: Stretch,
  file: LogFile,
  regrowth: Regrowth,
  { source, path, tell, signal, elapsed }: PlaceOptions,
): Promise<Placing> {
  const kinship = await regrown(file, regrowth, stretch.isLeaving ? Infinity : elapsed(), signal)
  if (kinship === 'waits') return kinship
  stretch.regrowth = undefined
  if (kinship === 'same') tell(sourceNotices.sourceReplaced(source, path, file.offset))
  if (kinship === 'pruned') tell(sourceNotices.sourceShortened(source, path, file.offset))
  return 'settled'
}

/** Passes over what is only a copy of another log so far. */
function passTwin(
  stretch: Stretch,
  file: LogFile,
  { siblings, path }: Pick<TrailOptions, 'siblings' | 'path'>,
): Placing {
  if (siblings === undefined || stretch.twin === undefined) return 'known'
  const before = file.offset
  const twin = stretch.twin === UNKNOWN ? siblings.twinOf(path, file) : stretch.twin
  if (twin !== UNKNOWN) stretch.twin = twin !== undefined && passCopied(file, path, twin) ? twin : undefined
  return file.offset === before ? 'known' : 'settled'
}

function tellOf(
  { formers, between }: Arrival,
  { offset }: LogFile,
  kinship: Kinship | undefined,
  { source, path, tell }: Pick<TrailOptions, 'source' | 'path' | 'tell'>,
): void {
  if (formers.length === 0) tell(sourceNotices.sourceFound(source, path, offset))
  else if (between === undefined) return
  else if (kinship === undefined) tell(sourceNotices.sourceRotated(source, path, between))
  else if (kinship === 'pruned') tell(sourceNotices.sourceShortened(source, path, offset))
  else tell(sourceNotices.sourceReplaced(source, path, offset))
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

/**
 * Up to where a file holds nothing but what its successor has, too: its last line may not be complete. 0 where there is
 * nothing.
 */
function coveredEnd(file: LogFile, former: LogFile): number {
  const { offset } = former
  const rest = former.bytesAt(offset, LONGEST_LINE)
  return offset + (file.bytesAt(file.offset, rest.length).equals(rest) ? rest.length : 0)
}
