import type { IncidentAnswer, ShownIncident } from '../../contract/incident-contract.ts'
import { INCIDENT_WORDS } from '../words/incident-words.ts'
import { changeIncident, type IncidentWish } from './change-incident.ts'
import { Deed } from './deed.ts'

/** What one control does with an incident. */
export class IncidentDeed extends Deed {
  /** Does it, and says so; whether it was done. `heard` gets the incident as it is by now. */
  run(
    incident: ShownIncident,
    wish: IncidentWish,
    done: string,
    heard: (answer: IncidentAnswer) => void,
  ): Promise<boolean> {
    return this.begin(async () => {
      const { answer, refused } = await changeIncident(incident, wish)
      if (answer !== undefined) heard(answer)
      if (answer === undefined || refused !== undefined) return { refused: refused ?? '' }
      const back = undoing(incident, wish)
      return { done, undo: () => this.run(answer.incident, back, INCIDENT_WORDS.deed.undone, heard) }
    })
  }
}

/** What takes a wish back. */
function undoing({ state, reason, assessment, assignee }: ShownIncident, wish: IncidentWish): IncidentWish {
  return {
    ...(wish.state === undefined ? {} : { state, ...(reason === null || reason === '' ? {} : { reason }) }),
    ...(wish.assessment === undefined ? {} : { assessment }),
    ...(wish.assignee === undefined ? {} : { assignee }),
  }
}
