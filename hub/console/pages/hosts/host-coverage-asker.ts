import type { HostCoverageAnswer } from '../../../contract/coverage-contract.ts'
import { ask, type Asking, type Outcome } from '../../state/ask.ts'

/** The hub's number for a host whose credentials have ended. */
const REVOKED = 40422

/** Asks how well a host is seen; null if its credentials have ended, so that nothing is expected of it. */
export async function askHostCoverage(path: string, asking: Asking): Promise<Outcome<HostCoverageAnswer | null>> {
  const outcome = await ask<HostCoverageAnswer>(path, asking)
  return 'problem' in outcome && outcome.problem.code === REVOKED ? { value: null } : outcome
}
