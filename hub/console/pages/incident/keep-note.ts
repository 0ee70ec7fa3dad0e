import type { IncidentAnswer } from '../../../contract/incident-contract.ts'
import { ask } from '../../state/ask.ts'
import type { WishOutcome } from '../../state/change-incident.ts'
import { refusalWords } from '../../state/refusal-words.ts'

/** Adds a note to an incident; tells the incident as it then is, or why there is no note. */
export async function keepNote(incident: number, text: string): Promise<WishOutcome> {
  const path = `/api/v1/incidents/${incident}/notes`
  const outcome = await ask<IncidentAnswer>(path, { method: 'POST', json: { text } })
  return 'value' in outcome ? { answer: outcome.value } : { refused: refusalWords(outcome.problem) }
}
