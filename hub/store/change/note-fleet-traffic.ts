import { FLEET_TRAFFIC, type FleetTrafficState } from '../judging/fleet-traffic.ts'
import type { Change } from '../store.ts'

/** How far judging comes, from where it stood. */
export interface NotedFleetTraffic extends FleetTrafficState {
  readonly from: number
}

/** Notes how far the traffic of all hosts was judged; false if it did not stand at `from`. */
export const noteFleetTraffic: Change<NotedFleetTraffic, boolean> = {
  name: 'note-fleet-traffic',
  isBulky: true,
  run: async (db, { from, next, state }) => {
    const moved = await db
      .updateTable('judging')
      .set({ arrival: next, state })
      .where('name', '=', FLEET_TRAFFIC)
      .where('arrival', '=', from)
      .returning('name')
      .executeTakeFirst()
    if (moved !== undefined || from !== 0) return moved !== undefined
    const begun = await db
      .insertInto('judging')
      .values({ name: FLEET_TRAFFIC, arrival: next, state })
      .onConflict((conflict) => conflict.doNothing())
      .returning('name')
      .executeTakeFirst()
    return begun !== undefined
  },
}
