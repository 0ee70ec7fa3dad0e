import { type HubKeys, SEALING, standingOf } from '../sealing-key.ts'
import type { Change } from '../store.ts'

/**
 * Makes the first key of a hub the one that seals in this store; false, and nothing changes, if it is another hub's. Of
 * several hubs that start at once, one has it.
 */
export const takeSealingKey: Change<HubKeys, boolean> = {
  name: 'take-sealing-key',
  run: async (db, hub) => {
    const [value] = hub.keys
    if (value === undefined || (await standingOf(db, hub)) === 'elsewhere') return false
    await db
      .insertInto('store_key')
      .values({ name: SEALING, value })
      .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
      .execute()
    return true
  },
}
