import { ActionNeeded } from '../../lib/system/errors.ts'

/** Throws what works beside each other were rejected with, if any was: a bug, or one `ActionNeeded` that says all. */
export function throwFaults(results: readonly PromiseSettledResult<unknown>[]): void {
  const reasons = results.flatMap((result): unknown[] => (result.status === 'rejected' ? [result.reason] : []))
  const bug = reasons.find((reason) => !(reason instanceof ActionNeeded))
  if (bug !== undefined) throw bug
  const faults = reasons.filter((reason) => reason instanceof ActionNeeded)
  const [first] = faults
  if (first !== undefined) throw new ActionNeeded(faults.map(({ message }) => message).join('\n'), first.exitCode)
}
