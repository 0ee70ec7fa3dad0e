import type { SourceSnapshot } from './snapshot.ts'

/** Below so many lines that are not understood, their share says nothing. */
const MANY = 20

type Examined = Pick<SourceSnapshot, 'ofInterest' | 'unrecognised'>

/** The lines looked at closely lately, if most of them are not understood; otherwise undefined. */
export function driftOf({
  ofInterest,
  unrecognised,
  lately,
}: Examined & Pick<SourceSnapshot, 'lately'>): Examined | undefined {
  const seen = { ofInterest, unrecognised, ...lately }
  return seen.unrecognised >= MANY && seen.unrecognised > seen.ofInterest / 2 ? seen : undefined
}
