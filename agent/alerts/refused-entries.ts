import type { Refusal } from '../spool/cursor/refusals.ts'

/** Why some entries of a report were refused, by their indexes in it. */
export type RefusedEntries = ReadonlyMap<number, string>

/** The entries that refusals of one report of so many are about; a refusal without a part is about all. */
export function refusedEntries(refusals: readonly Refusal[], length: number): RefusedEntries {
  return new Map(
    refusals.flatMap(({ first = 0, count = length, reason }) =>
      Array.from({ length: Math.min(count, length - first) }, (_, index) => [first + index, reason] as const),
    ),
  )
}

/** Each of them as a part of its report. */
export function refusedParts(entries: RefusedEntries): readonly Omit<Refusal, 'report'>[] {
  return Array.from(entries, ([first, reason]) => ({ first, count: 1, reason })).toSorted((a, b) => a.first - b.first)
}
