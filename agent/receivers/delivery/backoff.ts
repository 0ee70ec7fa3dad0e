const BASE = 1000
const CAP = 5 * 60_000

/**
 * Milliseconds to wait after so many failures in a row (from 1), by full jitter: anything from nothing up to 1 s
 * doubled with each failure, at most 5 min. All hosts lose the API at the same moment; spread evenly, they do not come
 * back as one. `random` gives a number in [0, 1).
 */
export function backoff(failures: number, random: () => number): number {
  return Math.floor(random() * Math.min(CAP, BASE * 2 ** (failures - 1)))
}
