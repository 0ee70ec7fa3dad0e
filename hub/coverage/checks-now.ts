import { CHECK_STATES, type CheckState } from '../../lib/agent-status/check-states.ts'
import type { CheckCounts } from '../contract/check-contract.ts'
import { checkCounts } from '../store/ask/check-counts.ts'
import { checksOf, type KeptCheck, type WantedChecks } from '../store/ask/checks-of.ts'
import type { WhichChecks } from '../store/counted-checks.ts'
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

/** A page of the checks of hosts, by host and name. */
export async function checksNow(store: Store, wanted: WantedChecks): Promise<readonly CheckNow[]> {
  const found = await store.ask(checksOf, wanted)
  return found.map((kept) => {
    const [told, isSilent] = [knownState(kept.state), kept.heard < wanted.silentSince]
    return { kept, told, isSilent, state: isSilent ? 'unknown' : told }
  })
}

/** How many checks are in each state, as far as anybody knows. */
export async function countedStates(
  store: Store,
  which: WhichChecks & { readonly silentSince: number },
): Promise<CheckCounts> {
  const sums = { down: 0, flapping: 0, warning: 0, late: 0, unknown: 0, blocked: 0, maintenance: 0, up: 0, off: 0 }
  for (const { state, count, silent } of await store.ask(checkCounts, which)) {
    sums[knownState(state)] += count - silent
    sums.unknown += silent
  }
  return sums
}

/** An agent of a later version may know more. */
function knownState(word: string): CheckState {
  return CHECK_STATES.find((known) => known === word) ?? 'unknown'
}
