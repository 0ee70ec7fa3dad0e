import { SEVERITIES, type EventSeverity } from '../../lib/event/severity.ts'
import type { HeardEvent } from './heard-event.ts'
import type { Incident, IncidentKind } from './incident.ts'
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
 * What closes by itself. A takeover never does: somebody must have looked after the mailbox. Nor does a blind spot
 * while it lasts.
 */
export const QUIET_ENDS: readonly QuietEnd[] = [
  { kind: 'attack', quiet: DAY, most: 'critical', reason: 'Nothing of it was seen for 24 hours.' },
  { kind: 'compromise', quiet: 14 * DAY, most: 'medium', reason: 'Nothing further was seen for 14 days.' },
  { kind: 'misuse', quiet: DAY, most: 'critical', reason: 'It did not happen again for 24 hours.' },
]

/** What says that something is not seen, or too much, until something else says that it is, or is not any more. */
const BLIND_KINDS: ReadonlySet<string> = new Set(['host_silent', 'source_blind', 'fleet_traffic_high'])

/** A step that tells whether something is seen. */
type Sighting = Pick<HeardEvent, 'kind' | 'time' | 'fields'>

/** Whether a host, or a source of it, is still not seen after these steps, or has too much by a rule. */
export function isStillBlind(steps: readonly Sighting[]): boolean {
  return [...lastSightings(steps).values()].some((kind) => BLIND_KINDS.has(kind))
}

/** Whether a step says of something that it is not seen again, though it was seen after these steps. */
export function isBlindAgain(step: Sighting, steps: readonly Sighting[]): boolean {
  const before = lastSightings(steps).get(whatIsSeen(step) ?? '')
  return BLIND_KINDS.has(step.kind) && before !== undefined && !BLIND_KINDS.has(before)
}

/** The kind of the last step about the host, and about each of its sources. */
function lastSightings(steps: readonly Sighting[]): ReadonlyMap<string, string> {
  const last = new Map<string, string>()
  for (const step of steps.toSorted((one, other) => one.time - other.time)) {
    const what = whatIsSeen(step)
    if (what !== undefined) last.set(what, step.kind)
  }
  return last
}

function whatIsSeen({ kind, fields }: Sighting): string | undefined {
  if (kind === 'host_silent' || kind === 'host_heard') return 'host'
  if (kind === 'fleet_traffic_high' || kind === 'fleet_traffic_recovered') return `rule ${fields['rule'] ?? ''}`
  const isSource = kind === 'source_blind' || kind === 'source_seen'
  return isSource ? `${fields['source'] ?? ''} ${fields['log'] ?? ''}` : undefined
}

/** Why an incident ends whose host is seen again, or has not too much any more. */
export function seenAgain({ kind, subject }: Pick<Incident, 'kind' | 'subject'>): string {
  if (kind === 'overload') return 'No rule finds too much any more.'
  return `All of ${subject} is seen again.`
}
