import type { Place } from '../../lib/event/entry.ts'
import { elapsed, systemClock } from '../../lib/system/clock.ts'
import { createRecogniser, type RecogniserOptions } from '../collect/recogniser.ts'
import type { Line } from '../follow/extraction.ts'
import { LogFile } from '../follow/files/log-file.ts'
import { ReadRateLimit } from '../follow/read-rate-limit.ts'
import type { Needles } from '../follow/scan/lines.ts'
import type { LogPlace } from '../follow/search/copies.ts'
import { type PastFile, pastFiles } from './past-files.ts'
import { readPast } from './past-reading.ts'

/** Tells a line from all others. */
export interface LineTest {
  /** Only lines that contain one of these can be it. */
  readonly needles: Needles
  readonly isIt: (line: Line) => boolean
  /** The generation of its content, which is looked at first; undefined if nobody knows it. */
  readonly generation?: string | undefined
}

/** What the id of an event is made from, besides the bytes of its line. */
export type IdParts = Pick<RecogniserOptions, 'driver' | 'source' | 'identity'> & { readonly place: Place }

/**
 * The line that an event with this id was made from: its bytes decide, wherever they stand by now. A line that only
 * begins or looks like it has another id.
 */
export function lineOfEvent(id: string, { place, ...parts }: IdParts): LineTest {
  const { log: path, generation, offset } = place
  const tally = { ofInterest: 0, unrecognised: 0 }
  const { needles, take } = createRecogniser({ ...parts, path, zone: 'UTC', tally, clock: systemClock })
  const asRead = generation ?? ''
  const isIt = (line: Line): boolean => take({ ...line, generation: asRead, offset }).some((event) => event.id() === id)
  return { needles, isIt, generation: asRead }
}

/** The line that begins at a byte of a content. */
export function lineAt({ generation, offset }: Omit<Place, 'log'>): LineTest {
  const isIt = (line: Line): boolean => line.offset === offset && line.generation === generation
  return { needles: 'every line', isIt, generation: generation ?? undefined }
}

/** A line that was found, or what was looked through in vain, and what could not be. */
export type LineSearch =
  | { readonly bytes: Buffer; readonly file: string; readonly offset: number }
  | { readonly files: readonly string[]; readonly problems: readonly string[] }

/** Looks for a line in a log and its rotated copies, compressed or not, the newest first. */
export async function findLine(
  log: LogPlace & { readonly source: string },
  { needles, isIt, generation }: LineTest,
  signal: AbortSignal,
): Promise<LineSearch> {
  const files = inOrder(pastFiles(log), generation)
  const problems: string[] = []
  const take = (line: Line): readonly (Line & object)[] =>
    isIt(line) ? [{ ...line, bytes: Buffer.from(line.bytes) }] : []
  const options = { needles, take, most: 1, tell: () => undefined, clock: systemClock, signal }
  const rateLimit = new ReadRateLimit(Infinity, elapsed)
  for (const file of files)
    for await (const progress of readPast(file, { ...log, ...options, rateLimit })) {
      if ('problem' in progress) problems.push(progress.problem)
      else {
        const [found] = progress.part.items
        if (found !== undefined) return { bytes: found.bytes, file: file.path, offset: found.offset }
      }
    }
  signal.throwIfAborted()
  return { files: files.map(({ path }) => path), problems }
}

/** The newest first, but before them those that have the content by their first line. */
function inOrder(files: readonly PastFile[], generation: string | undefined): readonly PastFile[] {
  const newest = files.toReversed()
  const first = newest.filter((file) => generation !== undefined && generationOf(file) === generation)
  return [...first, ...newest.filter((file) => !first.includes(file))]
}

/** Of a file that is not compressed; undefined if it cannot be read. */
function generationOf({ form, path }: PastFile): string | undefined {
  const file = form === 'plain' ? LogFile.tryOpen(path) : 'foreign'
  if (typeof file === 'string') return undefined
  try {
    return file.currentGeneration
  } catch {
    return undefined
  } finally {
    file.close()
  }
}
