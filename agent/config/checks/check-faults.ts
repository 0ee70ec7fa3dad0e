import type { Path } from '../../../lib/settings/tree.ts'
import { nearest } from '../../../lib/text/nearest.ts'

/** What of a check concerns others. */
interface Written {
  readonly name: string
  readonly after?: string | undefined
  readonly limit?: number | undefined
  readonly late?: number | undefined
}

/** A fault of a check, where it is. */
interface CheckFault {
  readonly path: Path
  readonly message: string
}

/** What is wrong with checks among each other: `after` that leads nowhere or in a circle, `late` that never comes. */
export function checkFaults(checks: readonly Written[]): readonly CheckFault[] {
  const names = checks.map(({ name }) => name)
  return checks.flatMap((check, index) => {
    const { after, late = 0, limit = Infinity } = check
    const fault = (key: string, message: string): CheckFault => ({ path: ['checks', String(index), key], message })
    const slow = late >= limit ? [fault('late', 'is not shorter than limit; write a shorter time')] : []
    if (after === undefined) return slow
    if (!names.includes(after)) {
      const remedy = nearest(after, names) ?? 'the name of another check'
      return [...slow, fault('after', `is the name of no check; write ${remedy}`)]
    }
    return goesInCircles(check, checks) ? [...slow, fault('after', 'leads back to this check; leave it out')] : slow
  })
}

function goesInCircles({ name, after: first }: Written, checks: readonly Written[]): boolean {
  let after = first
  for (let steps = 0; steps < checks.length && after !== undefined; steps += 1) {
    if (after === name) return true
    after = checks.find((each) => each.name === after)?.after
  }
  return false
}
