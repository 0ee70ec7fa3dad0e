import { utc } from '../../../../lib/time/date-and-time.ts'
import { type ByteText, byteTextOf } from '../../../files/byte-text.ts'
import type { Difference } from '../../../files/comparison.ts'
import { differenceLine, packagesLine, sumsSentence } from '../../../files/difference-words.ts'
import type { HeldDifferences } from './held-differences.ts'

/** What changed since the list before. */
export interface FileChanges {
  readonly held: HeldDifferences
  /** The names of the packages that explain some. */
  readonly by: ReadonlyMap<Difference, string> | undefined
  /** When the list before was made, in seconds since the epoch; undefined if there is none. */
  readonly since: number | undefined
}

/** What changed, in lines without their ends; the first says how much. */
export function* changesText({ held, by, since }: FileChanges): Generator<ByteText, void, void> {
  const { counts, kept, left } = held
  yield byteTextOf(firstLine(counts, since))
  for (const difference of kept)
    if (by?.has(difference) !== true) yield byteTextOf(differenceLine(difference).trimEnd())
  if (by !== undefined && by.size > 0) yield byteTextOf(packagesLine(by.size, by.values()))
  if (sumOf(left) > 0) yield `More than can be shown. ${sumsSentence(left)}`
}

/** How many there are. */
export function sumOf(counts: HeldDifferences['left']): number {
  return counts.new + counts.removed + counts.changed + counts.unknown
}

function firstLine(counts: HeldDifferences['counts'], since: number | undefined): string {
  if (since === undefined) return 'There is no list before this one to compare it with.'
  const time = utc(since * 1000)
  return sumOf(counts) === 0 ? `Nothing changed since ${time}.` : `Changes since ${time}. ${sumsSentence(counts)}`
}
