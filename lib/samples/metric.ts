/** A metric, named as Prometheus recommends (https://prometheus.io/docs/practices/naming/). */
export interface Metric {
  /** `PROGRAM_WHAT_UNIT`, for a counter followed by `_total`. */
  readonly name: string
  readonly kind: 'gauge' | 'counter' | 'histogram'
  /** One sentence. */
  readonly help: string
  /** A base unit, which ends the name; absent for plain counts and states. */
  readonly unit?: 'bytes' | 'seconds'
  /** The labels of each sample. A label has few values; if others choose them, `bounded` limits their number. */
  readonly labels: readonly string[]
}

/** One number of a metric. */
export interface Sample {
  /** The values of the metric's labels, in their order. */
  readonly labels: readonly string[]
  readonly value: number | Distribution
}

/** The counts of a histogram. */
export interface Distribution {
  /** For each upper bound, in ascending order, how many values did not exceed it. */
  readonly buckets: readonly (readonly [bound: number, count: number])[]
  readonly count: number
  readonly sum: number
}
