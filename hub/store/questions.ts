import { agentOfCredential } from './ask/agent-of-credential.ts'
import { everyAgent } from './ask/every-agent.ts'
import { everyToken } from './ask/every-token.ts'
import { newestEvents } from './ask/newest-events.ts'
import { silentAgents } from './ask/silent-agents.ts'
import type { Question } from './store.ts'

/** Every question, by its name: threads that answer get only that. */
export const QUESTIONS: ReadonlyMap<string, Question<never, unknown>> = new Map(
  [agentOfCredential, everyAgent, everyToken, newestEvents, silentAgents].map((question) => [question.name, question]),
)
