import { agentOfCredential } from './ask/agent-of-credential.ts'
import { countsByHour } from './ask/counts-by-hour.ts'
import { newestEvents } from './ask/newest-events.ts'
import type { Question } from './store.ts'

/** Every question, by its name: threads that answer get only that. */
export const QUESTIONS: ReadonlyMap<string, Question<never, unknown>> = new Map(
  [agentOfCredential, countsByHour, newestEvents].map((question) => [question.name, question]),
)
