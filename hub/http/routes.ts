import { agentStatusRoute } from '../enrolment/agent-status.ts'
import { enrolmentsRoute } from '../enrolment/enrolments.ts'
import { postReport } from '../ingest/reports.ts'
import { metrics } from '../samples/metrics-route.ts'
import { explainedError } from './explained-errors.ts'
import { healthz, readyz } from './health.ts'
import type { Route } from './route.ts'

/** Everything that the hub answers. */
export const ROUTES: readonly Route[] = [
  // How it is, and what it says.
  healthz,
  readyz,
  metrics,
  explainedError,
  // Servers enrol, and tell how they are.
  enrolmentsRoute(),
  agentStatusRoute(),
  // What agents bring.
  postReport,
]
