import type { AssessmentWord } from '../../contract/event-contract.ts'
import type { EventAnswer } from '../../contract/whole-event-contract.ts'
import { EVENT_WORDS } from '../words/event-words.ts'
import { INCIDENT_WORDS } from '../words/incident-words.ts'
import { ask } from './ask.ts'
import { Deed, type DeedEnd } from './deed.ts'
import { refusalWords } from './refusal-words.ts'

type Heard = (answer: EventAnswer) => void

/** What a person says of an event. */
export class EventDeed extends Deed {
  /** Says it, unless somebody else has said something since `seen`; null takes back what was said. */
  async assess(seen: EventAnswer, value: AssessmentWord | null, heard: Heard): Promise<void> {
    const said = value === null ? EVENT_WORDS.undone : EVENT_WORDS.noted(INCIDENT_WORDS.assessments[value])
    await this.#change(seen, value, heard, said)
  }

  #change(seen: EventAnswer, value: AssessmentWord | null, heard: Heard, done: string): Promise<boolean> {
    return this.begin(async (): Promise<DeedEnd> => {
      const path = `/api/v1/events/${encodeURIComponent(seen.event.id)}`
      const meanwhile = await ask<EventAnswer>(path)
      if ('problem' in meanwhile) return { refused: refusalWords(meanwhile.problem) }
      heard(meanwhile.value)
      const { assessment } = meanwhile.value
      if (JSON.stringify(assessment) !== JSON.stringify(seen.assessment)) return { refused: changed(assessment) }
      const outcome = await ask<EventAnswer>(path, { method: 'PATCH', json: { assessment: value } })
      if ('problem' in outcome) return { refused: refusalWords(outcome.problem) }
      heard(outcome.value)
      const before = seen.assessment?.value ?? null
      return { done, undo: () => this.#change(outcome.value, before, heard, EVENT_WORDS.undone) }
    })
  }
}

/** `Not done. mira changed it 4 s ago.` */
function changed(assessment: EventAnswer['assessment']): string {
  if (assessment === null) return INCIDENT_WORDS.deed.changed
  return INCIDENT_WORDS.deed.changedBy(assessment.who, Date.now() / 1000 - assessment.at)
}
