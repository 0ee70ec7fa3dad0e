import { Histogram } from '../../lib/samples/histogram.ts'

/** Upper bounds in seconds, up to the default `transmission.timeout` of 30 s. */
const DURATIONS = [0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30]

/** A histogram for the duration of requests, in seconds. */
export function requestDurations(): Histogram {
  return new Histogram(DURATIONS)
}
