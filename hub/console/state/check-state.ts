import type { CheckCounts, CheckStateWord, ShownCheck } from '../../contract/check-contract.ts'

/** How checks can be, the worst first. */
export const CHECK_STATE_ORDER: readonly CheckStateWord[] = [
  'down',
  'flapping',
  'warning',
  'late',
  'unknown',
  'blocked',
  'maintenance',
  'up',
  'off',
]

/** How a check is as far as anybody knows: of a silent host nobody does. */
export function checkStateNow({ state, silent }: Pick<ShownCheck, 'state' | 'silent'>): CheckStateWord {
  return silent ? 'unknown' : state
}

/** Whether somebody should look at it. */
export function isCheckTrouble(state: CheckStateWord): boolean {
  return state === 'down' || state === 'flapping' || state === 'warning' || state === 'late'
}

/** Sorts checks: the worst first, then by host and name. */
export function byCheckState(one: ShownCheck, other: ShownCheck): number {
  const [a, b] = [one, other].map((check) => CHECK_STATE_ORDER.indexOf(checkStateNow(check)))
  return (a ?? 0) - (b ?? 0) || byName(one.host, other.host) || byName(one.check, other.check)
}

/** `srv9` stands before `srv10`. */
const { compare: byName } = new Intl.Collator('en', { numeric: true })

/** How many checks somebody should look at. */
export function troubleIn(counts: CheckCounts): number {
  return counts.down + counts.flapping + counts.warning + counts.late
}
