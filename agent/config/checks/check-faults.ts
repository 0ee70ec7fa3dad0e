import type { Path } from '../../../lib/settings/tree.ts'
import { nearest } from '../../../lib/text/nearest.ts'

/** What of a check concerns others. */
interface Written {
  readonly name: string
  readonly after?: string | undefined
}

/** A fault of a check, where it is. */
interface CheckFault {
  readonly path: Path
  readonly message: string
}

/** What is wrong with checks among each other: `after` that leads nowhere or in a circle. */
export function checkFaults(checks: readonly Written[]): readonly CheckFault[] {
  const names = checks.map(({ name }) => name)
  return checks.flatMap((check, index) => {
    const { after } = check
    const fault = (message: string): CheckFault => ({ path: ['checks', String(index), 'after'], message })
    if (after === undefined) return []
    if (!names.includes(after)) {
      const remedy = nearest(after, names) ?? 'the name of another check'
      return [fault(`is the name of no check; write ${remedy}`)]
    }
    return goesInCircles(check, checks) ? [fault('leads back to this check; leave it out')] : []
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
