import { addressesToTell } from './ask/addresses-to-tell.ts'
import { agentOfCredential } from './ask/agent-of-credential.ts'
import { agentOfHost } from './ask/agent-of-host.ts'
import { arrivedEvents } from './ask/arrived-events.ts'
import { assessedEvents } from './ask/assessed-events.ts'
import { assessmentsOf } from './ask/assessments-of.ts'
import { assignees } from './ask/assignees.ts'
import { auditLog } from './ask/audit-log.ts'
import { changedIncidents } from './ask/changed-incidents.ts'
import { channelStates } from './ask/channel-states.ts'
import { checkCounts } from './ask/check-counts.ts'
import { checksOf } from './ask/checks-of.ts'
import { conclusionParts } from './ask/conclusion-parts.ts'
import { countsByHour } from './ask/counts-by-hour.ts'
import { coveredAgents } from './ask/covered-agents.ts'
import { doubtfulAgents } from './ask/doubtful-agents.ts'
import { eventAt } from './ask/event-at.ts'
import { eventCounts } from './ask/event-counts.ts'
import { eventsNaming } from './ask/events-naming.ts'
import { everyAgent } from './ask/every-agent.ts'
import { everyApiToken } from './ask/every-api-token.ts'
import { everyForwarding } from './ask/every-forwarding.ts'
import { everyPerson } from './ask/every-person.ts'
import { everySnooze } from './ask/every-snooze.ts'
import { everyToken } from './ask/every-token.ts'
import { facetCounts } from './ask/facet-counts.ts'
import { firstArrivalSince } from './ask/first-arrival-since.ts'
import { fleetMinute } from './ask/fleet-minute.ts'
import { fleetTrafficState } from './ask/fleet-traffic-state.ts'
import { foundAlerts } from './ask/found-alerts.ts'
import { foundEvents } from './ask/found-events.ts'
import { foundIncidents } from './ask/found-incidents.ts'
import { hostCounts } from './ask/host-counts.ts'
import { hostsOf } from './ask/hosts-of.ts'
import { incidentCounts } from './ask/incident-counts.ts'
import { incidentHistory } from './ask/incident-history.ts'
import { incidentNumbered } from './ask/incident-numbered.ts'
import { incidentSteps } from './ask/incident-steps.ts'
import { incidentSubjects } from './ask/incident-subjects.ts'
import { incidentTrails } from './ask/incident-trails.ts'
import { incidentsAmong } from './ask/incidents-among.ts'
import { incidentsOfEvent } from './ask/incidents-of-event.ts'
import { isSetupNeeded } from './ask/is-setup-needed.ts'
import { judgingLag } from './ask/judging-lag.ts'
import { judgingState } from './ask/judging-state.ts'
import { keysWithIncidents } from './ask/keys-with-incidents.ts'
import { knownTime } from './ask/known-time.ts'
import { loginHabits } from './ask/login-habits.ts'
import { loginOf } from './ask/login-of.ts'
import { mailboxTraces } from './ask/mailbox-traces.ts'
import { missedEvents } from './ask/missed-events.ts'
import { newestArrival } from './ask/newest-arrival.ts'
import { newestDeed } from './ask/newest-deed.ts'
import { newestEvents } from './ask/newest-events.ts'
import { nextArrivals } from './ask/next-arrivals.ts'
import { openSessions } from './ask/open-sessions.ts'
import { outboxState } from './ask/outbox-state.ts'
import { pageOfEvents } from './ask/page-of-events.ts'
import { personOfSession } from './ask/person-of-session.ts'
import { personOfToken } from './ask/person-of-token.ts'
import { preferencesOf } from './ask/preferences-of.ts'
import { quarantinedEntries } from './ask/quarantined-entries.ts'
import { relatedIncidents } from './ask/related-incidents.ts'
import { sealedSecrets } from './ask/sealed-secrets.ts'
import { sealingKeyStanding } from './ask/sealing-key-standing.ts'
import { stepsOfTakeovers } from './ask/steps-of-takeovers.ts'
import { storeContents } from './ask/store-contents.ts'
import { summedTotals } from './ask/summed-totals.ts'
import { surroundingEvents } from './ask/surrounding-events.ts'
import { takeoversAmong } from './ask/takeovers-among.ts'
import { toldRules } from './ask/told-rules.ts'
import type { Question } from './store.ts'

const ALL = [
  addressesToTell,
  agentOfCredential,
  agentOfHost,
  arrivedEvents,
  assessedEvents,
  assessmentsOf,
  assignees,
  auditLog,
  changedIncidents,
  channelStates,
  checkCounts,
  checksOf,
  conclusionParts,
  countsByHour,
  coveredAgents,
  doubtfulAgents,
  eventAt,
  eventCounts,
  eventsNaming,
  everyAgent,
  everyApiToken,
  everyForwarding,
  everyPerson,
  everySnooze,
  everyToken,
  facetCounts,
  firstArrivalSince,
  fleetMinute,
  fleetTrafficState,
  foundAlerts,
  foundEvents,
  foundIncidents,
  hostCounts,
  hostsOf,
  isSetupNeeded,
  loginHabits,
  incidentCounts,
  incidentHistory,
  incidentNumbered,
  incidentTrails,
  incidentsAmong,
  incidentsOfEvent,
  incidentSteps,
  incidentSubjects,
  judgingLag,
  judgingState,
  keysWithIncidents,
  knownTime,
  loginOf,
  mailboxTraces,
  missedEvents,
  newestArrival,
  newestDeed,
  newestEvents,
  nextArrivals,
  openSessions,
  outboxState,
  pageOfEvents,
  personOfSession,
  personOfToken,
  preferencesOf,
  quarantinedEntries,
  relatedIncidents,
  sealedSecrets,
  sealingKeyStanding,
  stepsOfTakeovers,
  storeContents,
  summedTotals,
  surroundingEvents,
  takeoversAmong,
  toldRules,
]

/** Every question, by its name: threads that answer get only that. */
export const QUESTIONS: ReadonlyMap<string, Question<never, unknown>> = new Map(
  ALL.map((question) => [question.name, question]),
)
