import { CHECK_STATES, type CheckState } from '../../lib/agent-status/check-states.ts'
import type { CheckCounts } from '../contract/check-contract.ts'
import { checksOf, type KeptCheck, type WhichChecks } from '../store/ask/checks-of.ts'
import type { Store } from '../store/store.ts'

/** A check, and how it is as far as anybody knows. */
export interface CheckNow {
  readonly kept: KeptCheck
  /** How its agent told it. */
  readonly told: CheckState
  /** Whether its host is silent: then nobody knows how it is. */
  readonly isSilent: boolean
  readonly state: CheckState
}

/** The checks of hosts, by host and name. `silence`: after how many seconds a host counts as silent. */
export async function checksNow(
  store: Store,
  { silence, ...which }: WhichChecks & { readonly silence: number },
): Promise<readonly CheckNow[]> {
  const found = await store.ask(checksOf, which)
  return found.map((kept) => {
    const isSilent = kept.heard < which.now - silence
    const told = CHECK_STATES.find((known) => known === kept.state) ?? 'unknown'
    return { kept, told, isSilent, state: isSilent ? 'unknown' : told }
  })
}

/** How many of them are in each state. */
export function countChecks(checks: readonly CheckNow[]): CheckCounts {
  const sums = { down: 0, flapping: 0, warning: 0, late: 0, unknown: 0, blocked: 0, maintenance: 0, up: 0, off: 0 }
  for (const { state } of checks) sums[state] += 1
  return sums
}
