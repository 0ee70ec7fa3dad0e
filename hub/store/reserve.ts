/**
 * Below this much free space, in bytes, an embedded store takes only what is small, or makes room: the rest of
 * `min_free` would otherwise fill with what judging makes of reports that were taken before.
 */
export function reserveOf(minFree: number): number {
  return Math.floor(minFree / 4)
}
