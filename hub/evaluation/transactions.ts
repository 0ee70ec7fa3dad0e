import { type Evidence, isSuccess } from '../incidents/evidence.ts'
import { keyText } from '../incidents/gather.ts'

/** So many incidents change in one transaction: reports wait while it lasts. */
const MOST_KEYS = 100

/** Evidence as it is noted: what may be noted apart, a piece after the other, and then the rest. */
interface Transactions {
  readonly apart: readonly (readonly Evidence[])[]
  readonly rest: readonly Evidence[]
}

/**
 * Divides what thousands of hosts may tell at once. Steps are known by their ids, so that a kill in between does no
 * harm; what may only be counted must be noted together with how far judging came, and so must all of its key.
 */
export function transactionsOf(evidence: readonly Evidence[]): Transactions {
  const keys = [...Map.groupBy(evidence, ({ key }) => keyText(key)).values()]
  const isCounted = (pieces: readonly Evidence[]): boolean =>
    pieces.some(({ step }) => step === null || isSuccess(step))
  const counted = keys.filter(isCounted)
  const steps = keys.filter((pieces) => !isCounted(pieces))
  const apart: Evidence[][] = []
  while (steps.length > 0 && steps.length + counted.length > MOST_KEYS) apart.push(steps.splice(0, MOST_KEYS).flat())
  return { apart, rest: [...steps, ...counted].flat() }
}
