import { noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** Ends a session, if it is there. */
export const logOut: Change<{ digest: string; now: number; address: string }, null> = {
  name: 'log-out',
  run: async (db, { digest, now, address }) => {
    const ended = await db.deleteFrom('session').where('digest', '=', digest).returning('person').executeTakeFirst()
    if (ended === undefined) return null
    const { name } = await db
      .selectFrom('person')
      .select('name')
      .where('id', '=', ended.person)
      .executeTakeFirstOrThrow()
    await noteAudit(db, { at: now, actor: name, action: 'logout', target: '', address, detail: '' })
    return null
  },
}
