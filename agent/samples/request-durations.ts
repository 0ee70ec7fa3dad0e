import { Histogram } from '../../lib/samples/histogram.ts'

/** Seconds; a request has `transmission.timeout`, which is 30 s. */
const DURATIONS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30]

/** How long requests take. */
export function requestDurations(): Histogram {
  return new Histogram(DURATIONS)
}
