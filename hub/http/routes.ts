import { assessMailboxEvent } from '../api/compatible/assess.ts'
import { listMailboxEvents, oneMailboxEvent } from '../api/compatible/mailbox-events.ts'
import { listReports } from '../api/compatible/reports.ts'
import { API_ROUTES } from '../api/routes.ts'
import { agentStatusRoute } from '../enrolment/agent-status.ts'
import { enrolmentsRoute } from '../enrolment/enrolments.ts'
import { postReport } from '../ingest/reports.ts'
import { healthz } from './health.ts'
import type { Route } from './route.ts'

/** Everything that the hub answers. */
export const ROUTES: readonly Route[] = [
  // Whether it lives.
  healthz,
  // Servers enrol, and tell how they are.
  enrolmentsRoute(),
  agentStatusRoute(),
  // What agents bring.
  postReport,
  // What App::Spoor's clients ask.
  listReports,
  listMailboxEvents,
  oneMailboxEvent,
  assessMailboxEvent,
  // What is kept.
  ...API_ROUTES,
]
