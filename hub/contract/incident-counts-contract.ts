import type { EventSeverity } from '../../lib/event/severity.ts'
import type { IncidentKindWord } from './incident-contract.ts'

/** How many open incidents there are of a kind and severity, that somebody takes care of or nobody. */
export interface OpenCount {
  readonly kind: IncidentKindWord
  readonly severity: EventSeverity
  readonly assigned: boolean
  readonly count: number
}

/** How many incidents there are. */
export interface IncidentCountsAnswer {
  /** Those that are open; what there is none of is left out. */
  readonly open: readonly OpenCount[]
  /** How many are contained: somebody stopped them, and looks after what they left. */
  readonly contained: number
  /** How many ended by themselves since a time. */
  readonly ended: number
}
