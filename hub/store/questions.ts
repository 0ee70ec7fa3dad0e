import { agentOfCredential } from './ask/agent-of-credential.ts'
import { auditLog } from './ask/audit-log.ts'
import { countsByHour } from './ask/counts-by-hour.ts'
import { everyAgent } from './ask/every-agent.ts'
import { everyApiToken } from './ask/every-api-token.ts'
import { everyPerson } from './ask/every-person.ts'
import { everyToken } from './ask/every-token.ts'
import { loginOf } from './ask/login-of.ts'
import { newestEvents } from './ask/newest-events.ts'
import { personOfSession } from './ask/person-of-session.ts'
import { personOfToken } from './ask/person-of-token.ts'
import { silentAgents } from './ask/silent-agents.ts'
import { storeContents } from './ask/store-contents.ts'
import type { Question } from './store.ts'

const ALL = [
  agentOfCredential,
  auditLog,
  countsByHour,
  everyAgent,
  everyApiToken,
  everyPerson,
  everyToken,
  loginOf,
  newestEvents,
  personOfSession,
  personOfToken,
  silentAgents,
  storeContents,
]

/** Every question, by its name: threads that answer get only that. */
export const QUESTIONS: ReadonlyMap<string, Question<never, unknown>> = new Map(
  ALL.map((question) => [question.name, question]),
)
