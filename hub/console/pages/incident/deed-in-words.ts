import type { ShownDeed } from '../../../contract/incident-contract.ts'
import { INCIDENT_PAGE_WORDS as words } from '../../words/incident-page-words.ts'
import { INCIDENT_WORDS } from '../../words/incident-words.ts'

/** What somebody did with an incident, as it follows the name; empty for a note, which speaks for itself. */
export function deedWords({ action, actor, detail }: Pick<ShownDeed, 'action' | 'actor' | 'detail'>): string {
  if (action === 'assigned') return detail === '' ? words.tookAway : detail === actor ? words.took : words.gave(detail)
  if (action === 'assessed') return words.judged(assessmentWords(detail))
  return words.deeds[action] ?? action
}

function assessmentWords(word: string): string {
  const { assessments } = INCIDENT_WORDS
  return Object.entries(assessments).find(([name]) => name === word)?.[1] ?? assessments.unknown
}
