import type { Change } from '../store.ts'

/** Notes that a session was used. */
export const noteSessionUse: Change<{ digest: string; now: number }, null> = {
  name: 'note-session-use',
  run: async (db, { digest, now }) => {
    await db.updateTable('session').set({ seen: now }).where('digest', '=', digest).execute()
    return null
  },
}
