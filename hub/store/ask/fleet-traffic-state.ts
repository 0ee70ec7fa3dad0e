import { FLEET_TRAFFIC, type FleetTrafficState } from '../judging/fleet-traffic.ts'
import type { Question } from '../store.ts'

/** How far the traffic of all hosts was judged. */
export const fleetTrafficState: Question<null, FleetTrafficState> = {
  name: 'fleet-traffic-state',
  run: async (db) => {
    const query = db.selectFrom('judging').select(['arrival as next', 'state']).where('name', '=', FLEET_TRAFFIC)
    return (await query.executeTakeFirst()) ?? { next: 0, state: '' }
  },
}
