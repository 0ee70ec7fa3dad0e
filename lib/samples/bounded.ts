import type { Sample } from './metric.ts'

/** The value of every label of the sample that sums up the rest. */
const OTHERS = '(other)'

/** A sample whose value is one number. */
interface Single extends Sample {
  readonly value: number
}

/**
 * Keeps the first `most` samples and sums up all others in one, whose labels are `(other)`: metrics must not grow
 * without bound if strangers choose their labels, such as paths.
 */
export function bounded(
  samples: readonly Single[],
  most: number,
  combine: (one: number, other: number) => number = (one, other) => one + other,
): readonly Single[] {
  const [first, ...rest] = samples.slice(most)
  if (first === undefined) return samples
  const value = rest.reduce((sum, each) => combine(sum, each.value), first.value)
  return [...samples.slice(0, most), { labels: first.labels.map(() => OTHERS), value }]
}
