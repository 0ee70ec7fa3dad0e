import type { Change } from '../store.ts'

/** Notes that an API token was used. */
export const noteApiTokenUse: Change<{ id: string; now: number }, null> = {
  name: 'note-api-token-use',
  run: async (db, { id, now }) => {
    await db.updateTable('api_token').set({ used: now }).where('id', '=', id).execute()
    return null
  },
}
