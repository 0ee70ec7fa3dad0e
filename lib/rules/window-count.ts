/** How much was counted in one window. */
export interface WindowCount {
  /** The start of the window, aligned to its length; seconds since 1970-01-01T00:00:00Z. */
  readonly start: number
  readonly count: number
}

/** A count that went on. */
export interface Counted extends WindowCount {
  /** How many powers of ten of the limit are reached for the first time now: 1 at the limit, 2 at ten times of it. */
  readonly level: number | undefined
}

/** The start of the window that a time is in. */
export function startOf(time: number, seconds: number): number {
  return Math.floor(time / seconds) * seconds
}

/** Counts `by` more at a time. What belongs to a window before the counted one comes too late, and changes nothing. */
export function countOn(
  before: WindowCount | undefined,
  { time, by }: { readonly time: number; readonly by: number },
  { seconds, limit }: { readonly seconds: number; readonly limit: number },
): Counted {
  const start = startOf(time, seconds)
  if (before !== undefined && before.start > start) return { ...before, level: undefined }
  const was = before?.start === start ? before.count : 0
  const count = was + by
  const level = levelOf(count, limit)
  return { start, count, level: level > levelOf(was, limit) ? level : undefined }
}

function levelOf(count: number, limit: number): number {
  let level = 0
  for (let next = limit; count >= next; next *= 10) level += 1
  return level
}
