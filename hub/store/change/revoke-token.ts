import type { Change } from '../store.ts'

/** Ends a token; false if there is none of that name. */
export const revokeToken: Change<{ id: string; now: number }, boolean> = {
  name: 'revoke-token',
  run: async (db, { id, now }) => {
    const found = await db
      .updateTable('enrol_token')
      .set((set) => ({ revoked: set.fn.coalesce('revoked', set.val(now)) }))
      .where('id', '=', id)
      .returning('id')
      .execute()
    return found.length > 0
  },
}
