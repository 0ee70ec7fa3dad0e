import { acknowledgeRoute, alertRoute, alertsRoute } from './alerts/alerts.ts'
import { channelsRoute, testChannelRoute } from './alerts/channels.ts'
import { rulesRoute } from './alerts/rules.ts'
import { addSnoozeRoute, endSnoozeRoute, snoozesRoute } from './alerts/snoozes.ts'
import { toldEventRoute, toldIncidentRoute } from './alerts/told.ts'
import type { ApiRoute } from './api-route.ts'
import { changeHostRoute, forgetHostRoute, revokeHostRoute, rotateHostRoute } from './change-host.ts'
import { checksRoute } from './checks.ts'
import { countsRoute, hostCountsRoute } from './counts.ts'
import { coverageRoute, hostCoverageRoute } from './coverage.ts'
import { eraseMailboxRoute } from './erase-mailbox.ts'
import { assessEventRoute, eventRoute, eventsRoute, surroundingsRoute } from './events.ts'
import { exportRoute } from './export.ts'
import { facetsRoute } from './facets.ts'
import { habitRoute, habitsRoute } from './habit.ts'
import { hostRoute, hostsRoute } from './hosts.ts'
import { assigneesRoute } from './incidents/assignees.ts'
import { changeIncidentRoute } from './incidents/change-incident.ts'
import { incidentCountsRoute } from './incidents/incident-counts.ts'
import { historyRoute, stepsRoute, subjectsRoute } from './incidents/incident-parts.ts'
import { incidentsRoute } from './incidents/incidents.ts'
import { noteRoute } from './incidents/note-on-incident.ts'
import { incidentRoute } from './incidents/one-incident.ts'
import { trailsRoute } from './incidents/trails.ts'
import { listExportRoutes } from './list-exports.ts'
import { openApiRoute } from './openapi.ts'
import { pulseRoute } from './pulse.ts'
import { quarantineRoute, takeQuarantineRoute } from './quarantine.ts'
import { settingsRoute } from './settings.ts'
import { streamRoute } from './stream.ts'
import { addressTimelineRoute, mailboxTimelineRoute } from './timelines.ts'
import { totalsRoute } from './totals.ts'

/** All of /api/v1 that shows what the hub keeps, and takes what people say of it. */
export const API_ROUTES: readonly ApiRoute[] = [
  eventsRoute,
  eventRoute,
  assessEventRoute,
  surroundingsRoute,
  facetsRoute,
  mailboxTimelineRoute,
  addressTimelineRoute,
  habitRoute,
  habitsRoute,
  eraseMailboxRoute,
  countsRoute,
  hostCountsRoute,
  incidentCountsRoute,
  totalsRoute,
  hostsRoute,
  hostRoute,
  changeHostRoute,
  revokeHostRoute,
  forgetHostRoute,
  rotateHostRoute,
  hostCoverageRoute,
  coverageRoute,
  checksRoute,
  incidentsRoute,
  trailsRoute,
  incidentRoute,
  assigneesRoute,
  changeIncidentRoute,
  noteRoute,
  stepsRoute,
  subjectsRoute,
  historyRoute,
  alertsRoute,
  alertRoute,
  acknowledgeRoute,
  rulesRoute,
  channelsRoute,
  testChannelRoute,
  snoozesRoute,
  addSnoozeRoute,
  endSnoozeRoute,
  toldEventRoute,
  toldIncidentRoute,
  quarantineRoute,
  takeQuarantineRoute,
  settingsRoute,
  pulseRoute,
  exportRoute(),
  ...listExportRoutes(),
  streamRoute(),
  openApiRoute,
]
