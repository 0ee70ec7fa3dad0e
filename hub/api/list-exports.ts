import { ALERTS_EXPORT } from './alerts/export-alerts.ts'
import type { ApiRoute } from './api-route.ts'
import { HOSTS_EXPORT } from './export-hosts.ts'
import { TOTALS_EXPORT } from './export-totals.ts'
import { INCIDENTS_EXPORT } from './incidents/export-incidents.ts'
import { listExport } from './list-export.ts'
import { StreamPlaces } from './stream-places.ts'

/** How many exports of lists run at the same time. */
const MOST_EXPORTS = 4

/** `GET /api/v1/export/incidents`, `/hosts`, `/alerts` and `/totals`. */
export function listExportRoutes(): readonly ApiRoute[] {
  const places = new StreamPlaces(MOST_EXPORTS)
  return [
    listExport(places, INCIDENTS_EXPORT),
    listExport(places, HOSTS_EXPORT),
    listExport(places, ALERTS_EXPORT),
    listExport(places, TOTALS_EXPORT),
  ]
}
