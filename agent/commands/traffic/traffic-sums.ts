import type { TrafficCounts } from '../../../lib/traffic/interval.ts'

/** What is counted of lines. */
export interface TrafficSums extends TrafficCounts {
  readonly late: number
  readonly future: number
  readonly unrecognised: number
}

/** Nothing was counted. */
export const NO_TRAFFIC: TrafficSums = {
  requests: 0,
  bytes: 0,
  classes: [0, 0, 0, 0, 0],
  late: 0,
  future: 0,
  unrecognised: 0,
}

/** The sum of two counts. */
export function addCounts(one: TrafficCounts, other: TrafficCounts): TrafficCounts {
  const [a, b, c, d, e] = one.classes
  const [f, g, h, i, j] = other.classes
  return {
    requests: one.requests + other.requests,
    bytes: one.bytes + other.bytes,
    classes: [a + f, b + g, c + h, d + i, e + j],
  }
}

/** The sum of sums and an interval. */
export function addInterval(sums: TrafficSums, interval: TrafficSums): TrafficSums {
  return {
    ...addCounts(sums, interval),
    late: sums.late + interval.late,
    future: sums.future + interval.future,
    unrecognised: sums.unrecognised + interval.unrecognised,
  }
}
