import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** Ends a token for enrolments; false if there is none of that id. */
export const revokeToken: Change<{ id: string; now: number; by: Actor }, boolean> = {
  name: 'revoke-token',
  run: async (db, { id, now, by }) => {
    const token = await db.selectFrom('enrol_token').select('revoked').where('id', '=', id).executeTakeFirst()
    if (token === undefined) return false
    if (token.revoked !== null) return true
    await db.updateTable('enrol_token').set({ revoked: now }).where('id', '=', id).execute()
    await noteAudit(db, { at: now, ...by, action: 'enrol_token_revoked', target: id, detail: '' })
    return true
  },
}
