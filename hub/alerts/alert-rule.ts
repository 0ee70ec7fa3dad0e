import type { EventSeverity } from '../../lib/event/severity.ts'
import type { IncidentKind } from '../incidents/incident.ts'

/** Who is told of which incidents, and how often. Plain data: it crosses threads. Durations in seconds. */
export interface AlertRule {
  readonly name: string
  /** The names of channels. */
  readonly to: readonly string[]
  /** The least severity. */
  readonly severity: EventSeverity
  /** Which kinds of incidents; all if absent. */
  readonly kinds?: readonly IncidentKind[] | undefined
  /** Labels of hosts, one of which must be concerned; all if absent. */
  readonly labels?: readonly string[] | undefined
  /** How long the first message waits for further steps. */
  readonly wait: number
  /** The least time between two messages of one incident. */
  readonly every: number
  /** After how long an incident that nobody acknowledged is told again; never if absent. */
  readonly remind?: number | undefined
  /** Collect what is to be told, and tell it once in so long; each at once if absent. */
  readonly digest?: number | undefined
  /** Whether the end of an incident that was told is told, too. */
  readonly recovery: boolean
}
