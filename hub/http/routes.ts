import { postReport } from '../ingest/reports.ts'
import { healthz } from './health.ts'
import type { Route } from './route.ts'

/** Everything that the hub answers. */
export const ROUTES: readonly Route[] = [
  // Whether it lives.
  healthz,
  // What agents bring.
  postReport,
]
