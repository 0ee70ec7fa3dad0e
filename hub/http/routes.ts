import { agentStatusRoute } from '../enrolment/agent-status.ts'
import { enrolmentsRoute } from '../enrolment/enrolments.ts'
import { postReport } from '../ingest/reports.ts'
import { loginRoute } from '../people/login.ts'
import { logout } from '../people/logout.ts'
import { me } from '../people/me.ts'
import { PasswordDesk } from '../people/password-desk.ts'
import { setupRoute } from '../people/setup.ts'
import { healthz } from './health.ts'
import type { Route } from './route.ts'

const desk = new PasswordDesk()

/** Everything that the hub answers. */
export const ROUTES: readonly Route[] = [
  // Whether it lives.
  healthz,
  // Servers enrol, and tell how they are.
  enrolmentsRoute(),
  agentStatusRoute(),
  // What agents bring.
  postReport,
  // People sign in.
  setupRoute(desk),
  loginRoute(desk),
  logout,
  me,
]
