import { ASSESSMENTS } from '../../api/assessment.ts'
import type { IncidentState } from '../../incidents/incident.ts'
import { typedChoice } from '../people/typed-choice.ts'
import { type StoreAction, typedText } from '../store-action.ts'
import { madeChange } from './made-change.ts'

/** Stopped, and looked after. */
export const containIncident = moved('contain', 'contained', 'Say that an incident was stopped, and is looked after.')

/** Over. */
export const resolveIncident = moved('resolve', 'resolved', 'Say that an incident is over.')

/** It was nothing. */
export const dismissIncident = moved('dismiss', 'dismissed', 'Say that an incident was none: why, and what it was.')

/** Not over. */
export const reopenIncident = moved('reopen', 'open', 'Say that an incident goes on.')

function moved(name: string, state: IncidentState, summary: string): StoreAction {
  const takesAssessment = state !== 'open'
  return {
    usage: `${name} <id>`,
    summary,
    options: ['--config', '--reason', ...(takesAssessment ? ['--assessment'] : [])],
    run: async (parts) => {
      const reason = typedText(parts.options, 'reason', '').trim()
      const word = typedText(parts.options, 'assessment', '')
      const assessment = word === '' ? {} : { assessment: typedChoice('assessment', ASSESSMENTS, word) }
      const id = await madeChange(parts, { state, reason, ...assessment })
      parts.io.stdout.write(`Incident ${id} is ${state} now.\n`)
    },
  }
}
