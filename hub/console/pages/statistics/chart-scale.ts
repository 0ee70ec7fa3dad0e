import { unitBytes } from '../../words/sizes.ts'
import { roundUp } from '../now/round-up.ts'

/** The numbers beside a chart, from 0 to a round one that nothing exceeds; sizes are round in their own unit. */
export function chartScale(peak: number, isSize: boolean): readonly number[] {
  const unit = isSize ? unitBytes(peak) : 1
  const top = roundUp(Math.max(1, peak / unit))
  const parts = top % 2 === 0 || (isSize && unit > 1) ? 2 : top % 3 === 0 ? 3 : 1
  return Array.from({ length: parts + 1 }, (_, at) => (top / parts) * at * unit)
}
