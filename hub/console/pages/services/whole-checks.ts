import type { ChecksAnswer, ShownCheck } from '../../../contract/check-contract.ts'
import { ask, type Asking, type Outcome } from '../../state/ask.ts'

/** Asks page by page how all checks are. */
export async function askWholeChecks(path: string, asking: Asking): Promise<Outcome<ChecksAnswer>> {
  const checks: ShownCheck[] = []
  for (let after = ''; ;) {
    const outcome = await ask<ChecksAnswer>(after === '' ? path : `${path}&after=${encodeURIComponent(after)}`, asking)
    if ('problem' in outcome) return outcome
    checks.push(...outcome.value.checks)
    if (outcome.value.next === null) return { value: { ...outcome.value, checks } }
    after = outcome.value.next
  }
}
