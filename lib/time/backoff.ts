const BASE = 1000
const CAP = 5 * 60_000

/**
 * Milliseconds to wait after a number of failures in a row (from 1), with full jitter: anything from 0 up to 1 s
 * doubled with each failure, at most 5 min. All hosts lose a receiver at the same moment; spread evenly, they do not
 * all return at once. `random` gives a number in [0, 1).
 */
export function backoff(failures: number, random: () => number): number {
  return Math.floor(random() * Math.min(CAP, BASE * 2 ** (failures - 1)))
}
