import { putStatus } from '../enrolment/agent-status.ts'
import { postEnrolment } from '../enrolment/enrolments.ts'
import { postReport } from '../ingest/reports.ts'
import { healthz } from './health.ts'
import type { Route } from './route.ts'

/** Everything that the hub answers. */
export const ROUTES: readonly Route[] = [
  // Whether it lives.
  healthz,
  // Servers enrol, and tell how they are.
  postEnrolment,
  putStatus,
  // What agents bring.
  postReport,
]
