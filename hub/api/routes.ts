import type { ApiRoute } from './api-route.ts'
import { countsRoute, hostCountsRoute } from './counts.ts'
import { eventRoute, eventsRoute, surroundingsRoute } from './events.ts'
import { exportRoute } from './export.ts'
import { facetsRoute } from './facets.ts'
import { habitRoute } from './habit.ts'
import { hostRoute, hostsRoute } from './hosts.ts'
import { openApiRoute } from './openapi.ts'
import { quarantineRoute } from './quarantine.ts'
import { streamRoute } from './stream.ts'
import { addressTimelineRoute, mailboxTimelineRoute } from './timelines.ts'

/** All of /api/v1 that shows what the hub keeps. */
export const API_ROUTES: readonly ApiRoute[] = [
  eventsRoute,
  eventRoute,
  surroundingsRoute,
  facetsRoute,
  mailboxTimelineRoute,
  addressTimelineRoute,
  habitRoute,
  countsRoute,
  hostCountsRoute,
  hostsRoute,
  hostRoute,
  quarantineRoute,
  exportRoute(),
  streamRoute(),
  openApiRoute,
]
