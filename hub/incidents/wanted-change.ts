import type { IncidentNews, IncidentState } from './incident.ts'

/** What a person wants of an incident; what is absent stays. */
export interface WantedChange {
  readonly state?: IncidentState
  /** Why, in the person's words. */
  readonly reason?: string
  /** One of `ASSESSMENTS`; null takes it back. */
  readonly assessment?: string | null
  /** The name of the person who takes care of it; null for nobody. */
  readonly assignee?: string | null
}

/** Whether an incident has ended in this state. */
export function hasEnded(state: IncidentState): boolean {
  return state === 'resolved' || state === 'dismissed'
}

/** What it means for those who follow an incident that somebody takes it from one state to another. */
export function newsOfState(from: IncidentState, to: IncidentState): IncidentNews {
  if (hasEnded(from) === hasEnded(to)) return 'changed'
  return hasEnded(to) ? 'closed' : 'reopened'
}

/** The word for it in the history. */
export function deedOfState(to: IncidentState): string {
  return to === 'open' ? 'reopened' : to
}

/**
 * Why somebody cannot have what is wanted; undefined if nothing is in the way. Who dismisses says why, and what the
 * incident was: that is what other incidents are compared with.
 */
export function faultOf(
  { state, reason = '', assessment }: WantedChange,
  present: { readonly assessment: string | null },
): 'reason_missing' | 'assessment_missing' | undefined {
  if (state !== 'dismissed') return undefined
  if (reason.trim() === '') return 'reason_missing'
  return (assessment === undefined ? present.assessment : assessment) === null ? 'assessment_missing' : undefined
}
