/** How much was counted lately: in a half of a window, and in the half before it. */
export interface WindowCount {
  /** The start of the half, aligned to its length; seconds since 1970-01-01T00:00:00Z. */
  readonly start: number
  readonly earlier: number
  readonly later: number
}

/** A count that went on. */
export interface Counted {
  readonly state: WindowCount
  /** How much there is in both halves. */
  readonly count: number
  /** How many powers of ten of the limit it reaches: 1 at the limit, 2 at ten times of it. */
  readonly level: number
  /** Whether it did not reach that level just before. */
  readonly isNew: boolean
}

/** The start of the window that a time is in. */
export function startOf(time: number, seconds: number): number {
  return Math.floor(time / seconds) * seconds
}

/** Half of a window, in seconds. */
export function halfOf(seconds: number): number {
  return Math.ceil(seconds / 2)
}

/**
 * Counts `by` more at a time. Two halves are counted together, which never span more than the window. What belongs to a
 * half before the last two comes too late: undefined. A count from far ahead was made while the clock was wrong, and
 * begins anew.
 */
export function countOn(
  before: WindowCount | undefined,
  { time, by }: { readonly time: number; readonly by: number },
  { seconds, limit }: { readonly seconds: number; readonly limit: number },
): Counted | undefined {
  const half = halfOf(seconds)
  const start = startOf(time, half)
  const isAhead = before !== undefined && before.start > start + 2 * half
  if (before !== undefined && before.start > start && !isAhead) return undefined
  const { earlier, later } = movedTo(start, before, half)
  const level = levelOf(earlier + later + by, limit)
  return {
    state: { start, earlier, later: later + by },
    count: earlier + later + by,
    level,
    isNew: level > levelOf(earlier + later, limit),
  }
}

function movedTo(start: number, before: WindowCount | undefined, half: number): Omit<WindowCount, 'start'> {
  if (before?.start === start) return before
  return { earlier: before?.start === start - half ? before.later : 0, later: 0 }
}

function levelOf(count: number, limit: number): number {
  let level = 0
  for (let next = limit; count >= next; next *= 10) level += 1
  return level
}
