const STEPS = [1, 1.5, 2, 3, 4, 5, 6, 8, 10]

/** A round number that is not less, for the top of a scale; at least 1. */
export function roundUp(count: number): number {
  const power = 10 ** Math.floor(Math.log10(count))
  return Math.ceil((STEPS.find((step) => step * power >= count) ?? 10) * power)
}
