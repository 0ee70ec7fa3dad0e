/** What a number counts or measures, as Prometheus names it (https://prometheus.io/docs/practices/naming/). */
export interface Metric {
  /** `PROGRAM_WHAT_UNIT`, of a counter with `_total` behind it. */
  readonly name: string
  readonly kind: 'gauge' | 'counter' | 'histogram'
  /** One sentence. */
  readonly help: string
  /** A base unit, which the name ends in; absent for plain counts and states. */
  readonly unit?: 'bytes' | 'seconds'
  /** The labels of each of its samples; a label has few values, which `bounded` sees to where others choose them. */
  readonly labels: readonly string[]
}

/** One number of a metric. */
export interface Sample {
  /** The values of the metric's labels, in their order. */
  readonly labels: readonly string[]
  readonly value: number | Distribution
}

/** What a histogram has counted. */
export interface Distribution {
  /** For each upper bound, in rising order, how many values were not above it. */
  readonly buckets: readonly (readonly [bound: number, count: number])[]
  readonly count: number
  readonly sum: number
}
