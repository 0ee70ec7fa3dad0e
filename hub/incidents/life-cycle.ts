import { SEVERITIES, type EventSeverity } from '../../lib/event/severity.ts'
import type { IncidentKind } from './incident.ts'
import type { Part } from './meaning.ts'

const DAY = 86_400

/** Whether one severity matters more than another. */
export function isAbove(one: EventSeverity, other: EventSeverity): boolean {
  return SEVERITIES.indexOf(one) > SEVERITIES.indexOf(other)
}

/** An incident, as far as its end matters. */
interface Ending {
  readonly closed: number | null
}

/**
 * Evidence of one key by the incident it belongs to, of those of the key, the newest first; undefined for a new one.
 * What only joins belongs to the one that had not ended then. What opens or ends one is about the present, as who
 * closed an incident did not know of it, whatever a host's clock says: it belongs to the one that is open, else, all of
 * it together, to the one that had not ended at the latest of it.
 */
export function byIncident<T extends Ending, E extends { readonly part: Part; readonly last: number }>(
  incidents: readonly T[],
  evidence: readonly E[],
): ReadonlyMap<T | undefined, readonly E[]> {
  const latest = Math.max(...evidence.filter(({ part }) => part !== 'joins').map(({ last }) => last))
  const present = incidents.find(({ closed }) => closed === null) ?? incidentAt(incidents, latest)
  return Map.groupBy(evidence, ({ part, last }) => (part === 'joins' ? incidentAt(incidents, last) : present))
}

function incidentAt<T extends Ending>(incidents: readonly T[], time: number): T | undefined {
  const found = incidents.findLast(({ closed }) => closed === null || time <= closed)
  return found
}

/** How long an incident of a kind may be quiet before it closes by itself, in seconds; the severities that may. */
export interface QuietEnd {
  readonly kind: IncidentKind
  readonly quiet: number
  readonly most: EventSeverity
  readonly reason: string
}

/**
 * What closes by itself. A takeover never does: somebody must have looked after the mailbox. Nor does a blind spot, an
 * overload, an outage or the end of a certificate while it lasts.
 */
export const QUIET_ENDS: readonly QuietEnd[] = [
  { kind: 'attack', quiet: DAY, most: 'critical', reason: 'Nothing of it was seen for 24 hours.' },
  { kind: 'compromise', quiet: 14 * DAY, most: 'medium', reason: 'Nothing further was seen for 14 days.' },
  { kind: 'misuse', quiet: DAY, most: 'critical', reason: 'It did not happen again for 24 hours.' },
]
