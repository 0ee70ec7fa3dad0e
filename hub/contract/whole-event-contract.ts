import type { AssessmentWord, ShownEvent } from './event-contract.ts'
import type { ShownIncident, ShownPart } from './incident-contract.ts'

/** One event, what a person said of it last, where it came from, and what it belongs to. */
export interface EventAnswer {
  readonly event: ShownEvent
  readonly assessment: { readonly value: AssessmentWord; readonly who: string; readonly at: number } | null
  /** Where its address is, in words; null if no database of the hub tells. */
  readonly place: string | null
  /** Of a conclusion: what it follows from, the oldest first; of many that were counted only the newest. */
  readonly from: readonly ShownPart[]
  /** The incidents that it is a step of, newest first. */
  readonly incidents: readonly ShownIncident[]
}
