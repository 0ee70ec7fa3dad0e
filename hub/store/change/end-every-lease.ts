import type { Change } from '../store.ts'

/** Ends all leases: only for who knows that no hub works on the store. */
export const endEveryLease: Change<null, null> = {
  name: 'end-every-lease',
  run: async (db) => {
    await db.deleteFrom('lease').execute()
    return null
  },
}
