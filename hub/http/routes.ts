import { putStatus } from '../enrolment/agent-status.ts'
import { postEnrolment } from '../enrolment/enrolments.ts'
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
  postEnrolment,
  putStatus,
  // What agents bring.
  postReport,
]
