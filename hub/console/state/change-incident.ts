import type { AssessmentWord } from '../../contract/event-contract.ts'
import type { IncidentAnswer, IncidentStateWord, ShownDeed, ShownIncident } from '../../contract/incident-contract.ts'
import { INCIDENT_WORDS } from '../words/incident-words.ts'
import { ask } from './ask.ts'
import { refusalWords } from './refusal-words.ts'

/** What somebody wants of an incident; what is absent stays. */
export interface IncidentWish {
  readonly state?: IncidentStateWord
  readonly reason?: string
  readonly assessment?: AssessmentWord | null
  readonly assignee?: string | null
}

/** What came of a wish: the incident as it is now if it could be read, and why it was not done, in words. */
export interface WishOutcome {
  readonly answer?: IncidentAnswer
  readonly refused?: string
}

/** The hub's number for what has changed since it was read. */
const CHANGED = 41201

/** How often it is tried while only the incident's steps change: an attack grows each second. */
const TRIES = 5

const { deed: words } = INCIDENT_WORDS

/** Changes an incident, unless somebody else has changed since what is seen of it. */
export async function changeIncident(seen: ShownIncident, wish: IncidentWish): Promise<WishOutcome> {
  const path = `/api/v1/incidents/${seen.id}`
  let { revision } = seen
  for (let left = TRIES; ; left -= 1) {
    const outcome = await ask<IncidentAnswer>(path, { method: 'PATCH', json: wish, revision })
    if ('value' in outcome) return { answer: outcome.value }
    if (outcome.problem.code !== CHANGED) return { refused: refusalWords(outcome.problem) }
    const meanwhile = await ask<IncidentAnswer>(path)
    if ('problem' in meanwhile) return { refused: refusalWords(outcome.problem) }
    const { value: answer } = meanwhile
    if (!isSettledAlike(seen, answer.incident) || left === 1) return { answer, refused: whoChanged(answer.history) }
    revision = answer.incident.revision
  }
}

/** Whether what people decide of an incident is as it was; its steps may have become more. */
function isSettledAlike(one: ShownIncident, other: ShownIncident): boolean {
  return one.state === other.state && one.assignee === other.assignee && one.assessment === other.assessment
}

/** What people do with an incident, beside notes. */
const DECISIONS: ReadonlySet<string> = new Set([
  'assigned',
  'assessed',
  'contained',
  'resolved',
  'dismissed',
  'reopened',
])

/** `Not done. mira changed it 4 s ago.` */
function whoChanged(history: readonly ShownDeed[]): string {
  const last = history.find(({ action }) => DECISIONS.has(action))
  if (last === undefined) return words.changed
  return words.changedBy(last.actor, Date.now() / 1000 - last.at)
}
