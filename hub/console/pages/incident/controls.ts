import type { IncidentAnswer, ShownDeed, ShownIncident } from '../../../contract/incident-contract.ts'
import { IncidentDeed } from '../../state/incident-deed.ts'

/** What the controls of an incident share. */
export interface IncidentControls {
  readonly incident: ShownIncident
  readonly history: readonly ShownDeed[]
  /** What each of them has done. */
  readonly deeds: IncidentDeeds
  /** Takes the incident as a control left it. */
  readonly take: (answer: IncidentAnswer) => void
}

/** What each control of an incident has done: one answers where it stands. */
export class IncidentDeeds {
  readonly claim = new IncidentDeed()
  readonly owner = new IncidentDeed()
  readonly state = new IncidentDeed()
  readonly assessment = new IncidentDeed()
}
