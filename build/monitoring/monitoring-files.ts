import type { Dashboard } from './dashboard.ts'
import { FLEET_DASHBOARD } from './fleet-dashboard.ts'
import { grafanaJson } from './grafana-json.ts'
import { HOST_DASHBOARD } from './host-dashboard.ts'
import { HUB_DASHBOARD } from './hub-dashboard.ts'

/** The dashboards of Grafana, by the names of their files in packaging/monitoring. */
export const DASHBOARDS: Readonly<Record<string, Dashboard>> = {
  'spoor-agent.fleet.json': FLEET_DASHBOARD,
  'spoor-agent.host.json': HOST_DASHBOARD,
  'spoor-hub.json': HUB_DASHBOARD,
}

/** What is made of them, by path in the repository. */
export function monitoringFiles(): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(DASHBOARDS).map(([name, dashboard]) => [`packaging/monitoring/${name}`, grafanaJson(dashboard)]),
  )
}
