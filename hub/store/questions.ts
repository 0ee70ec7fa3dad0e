import { agentOfCredential } from './ask/agent-of-credential.ts'
import { agentOfHost } from './ask/agent-of-host.ts'
import { arrivedEvents } from './ask/arrived-events.ts'
import { assessedEvents } from './ask/assessed-events.ts'
import { assessmentsOf } from './ask/assessments-of.ts'
import { auditLog } from './ask/audit-log.ts'
import { changedIncidents } from './ask/changed-incidents.ts'
import { countsByHour } from './ask/counts-by-hour.ts'
import { eventAt } from './ask/event-at.ts'
import { eventCounts } from './ask/event-counts.ts'
import { everyAgent } from './ask/every-agent.ts'
import { everyApiToken } from './ask/every-api-token.ts'
import { everyForwarding } from './ask/every-forwarding.ts'
import { everyPerson } from './ask/every-person.ts'
import { everyToken } from './ask/every-token.ts'
import { foundEvents } from './ask/found-events.ts'
import { hostCounts } from './ask/host-counts.ts'
import { hostsOf } from './ask/hosts-of.ts'
import { loginOf } from './ask/login-of.ts'
import { missedEvents } from './ask/missed-events.ts'
import { newestArrival } from './ask/newest-arrival.ts'
import { newestEvents } from './ask/newest-events.ts'
import { personOfSession } from './ask/person-of-session.ts'
import { personOfToken } from './ask/person-of-token.ts'
import { quarantinedEntries } from './ask/quarantined-entries.ts'
import { silentAgents } from './ask/silent-agents.ts'
import { storeContents } from './ask/store-contents.ts'
import { surroundingEvents } from './ask/surrounding-events.ts'
import type { Question } from './store.ts'

const ALL = [
  agentOfCredential,
  agentOfHost,
  arrivedEvents,
  assessedEvents,
  assessmentsOf,
  auditLog,
  changedIncidents,
  countsByHour,
  eventAt,
  eventCounts,
  everyAgent,
  everyApiToken,
  everyForwarding,
  everyPerson,
  everyToken,
  foundEvents,
  hostCounts,
  hostsOf,
  missedEvents,
  newestArrival,
  loginOf,
  newestEvents,
  personOfSession,
  personOfToken,
  quarantinedEntries,
  silentAgents,
  storeContents,
  surroundingEvents,
]

/** Every question, by its name: threads that answer get only that. */
export const QUESTIONS: ReadonlyMap<string, Question<never, unknown>> = new Map(
  ALL.map((question) => [question.name, question]),
)
