import { assessMailboxEvent } from '../api/compatible/assess.ts'
import { listMailboxEvents, oneMailboxEvent } from '../api/compatible/mailbox-events.ts'
import { listReports } from '../api/compatible/reports.ts'
import { API_ROUTES } from '../api/routes.ts'
import { putStatus } from '../enrolment/agent-status.ts'
import { postEnrolment } from '../enrolment/enrolments.ts'
import { postReport } from '../ingest/reports.ts'
import { loginRoute } from '../people/login.ts'
import { logout } from '../people/logout.ts'
import { me } from '../people/me.ts'
import { PasswordDesk } from '../people/password-desk.ts'
import { setupRoute } from '../people/setup.ts'
import { metrics } from '../samples/metrics-route.ts'
import { explainedError } from './explained-errors.ts'
import { healthz, readyz } from './health.ts'
import type { Route } from './route.ts'

const desk = new PasswordDesk()

/** Everything that the hub answers. */
export const ROUTES: readonly Route[] = [
  // How it is, and what it says.
  healthz,
  readyz,
  metrics,
  explainedError,
  // Servers enrol, and tell how they are.
  postEnrolment,
  putStatus,
  // What agents bring.
  postReport,
  // What App::Spoor's clients ask.
  listReports,
  listMailboxEvents,
  oneMailboxEvent,
  assessMailboxEvent,
  // What is kept.
  ...API_ROUTES,
  // People sign in.
  setupRoute(desk),
  loginRoute(desk),
  logout,
  me,
]
