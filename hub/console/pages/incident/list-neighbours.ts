import { SEVERITIES } from '../../../../lib/event/severity.ts'
import type { ShownIncident } from '../../../contract/incident-contract.ts'

/** How a list of incidents is ordered. */
export type IncidentOrder = 'opened' | 'updated' | 'severity'

/** The incidents beside one in a list; undefined where the list has none. */
export interface Neighbours {
  readonly before: number | undefined
  readonly after: number | undefined
}

/** What is beside an incident in a list, even if it is not in it any more, as somebody claimed it. */
export function neighboursOf(one: ShownIncident, list: readonly ShownIncident[], order: IncidentOrder): Neighbours {
  const at = list.findIndex(({ id }) => id === one.id)
  if (at >= 0) return { before: list[at - 1]?.id, after: list[at + 1]?.id }
  return {
    before: list.findLast((other) => isBefore(other, one, order))?.id,
    after: list.find((other) => isBefore(one, other, order))?.id,
  }
}

/** Whether one incident stands before another: the newest or worst first. */
function isBefore(one: ShownIncident, other: ShownIncident, order: IncidentOrder): boolean {
  const rank = rankOf(one, order) - rankOf(other, order)
  return rank > 0 || (rank === 0 && one.id > other.id)
}

function rankOf({ updated, severity }: ShownIncident, order: IncidentOrder): number {
  if (order === 'updated') return updated
  return order === 'severity' ? SEVERITIES.indexOf(severity) : 0
}
