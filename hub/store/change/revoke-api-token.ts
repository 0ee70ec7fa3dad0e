import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** Ends an API token; false if there is none of that id, or none that this person owns. */
export const revokeApiToken: Change<{ id: string; owner?: string; now: number; by: Actor }, boolean> = {
  name: 'revoke-api-token',
  run: async (db, { id, owner, now, by }) => {
    const columns = ['person.name as owner', 'api_token.name', 'revoked'] as const
    const token = await db
      .selectFrom('api_token')
      .innerJoin('person', 'person.id', 'api_token.person')
      .select(columns)
      .where('api_token.id', '=', id)
      .$if(owner !== undefined, (query) => query.where('person.name', '=', owner ?? ''))
      .executeTakeFirst()
    if (token === undefined) return false
    if (token.revoked !== null) return true
    await db.updateTable('api_token').set({ revoked: now }).where('id', '=', id).execute()
    const detail = `${id}: ${token.name}`
    await noteAudit(db, { at: now, ...by, action: 'api_token_revoked', target: token.owner, detail })
    return true
  },
}
