import { assessMailboxEvent } from '../api/compatible/assess.ts'
import { listMailboxEvents, oneMailboxEvent } from '../api/compatible/mailbox-events.ts'
import { listReports } from '../api/compatible/reports.ts'
import { peopleRoutes } from '../api/people/routes.ts'
import { API_ROUTES } from '../api/routes.ts'
import { builtConsole } from '../console-serving/built-console.ts'
import { consoleRoutes } from '../console-serving/console-routes.ts'
import { putStatus } from '../enrolment/agent-status.ts'
import { postEnrolment } from '../enrolment/enrolments.ts'
import { healthz, readyz } from '../http/health.ts'
import { metrics } from '../http/metrics-route.ts'
import type { Route } from '../http/route.ts'
import { postReport } from '../ingest/reports.ts'
import { postTotals } from '../ingest/totals.ts'

/** Everything that the hub answers. */
export const ROUTES: readonly Route[] = [
  // How it is, and what it says.
  healthz,
  readyz,
  metrics,
  // Servers enrol, and tell how they are.
  postEnrolment,
  putStatus,
  // What agents bring.
  postReport,
  postTotals,
  // What App::Spoor's clients ask.
  listReports,
  listMailboxEvents,
  oneMailboxEvent,
  assessMailboxEvent,
  // What is kept.
  ...API_ROUTES,
  // People sign in, and say who may do what.
  ...peopleRoutes(),
  // What they look at, and what errors mean.
  ...consoleRoutes(builtConsole),
]
