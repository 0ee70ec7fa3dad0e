import type { Sample } from './metric.ts'

/** The value of every label of what stands for the rest. */
const OTHERS = '(other)'

/** A sample whose value is one number. */
interface Single extends Sample {
  readonly value: number
}

/**
 * The first `most` samples as they are, and all others as one, whose labels are `(other)`: metrics with labels that
 * strangers choose, such as paths, must not grow without bound.
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
