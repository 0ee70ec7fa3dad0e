import { noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** Notes a login that failed. A name that nobody has is not kept: people type passwords in its place. */
export const noteFailedLogin: Change<{ name: string; now: number; address: string }, null> = {
  name: 'note-failed-login',
  run: async (db, { name, now, address }) => {
    const known = await db.selectFrom('person').select('name').where('name', '=', name).executeTakeFirst()
    const detail = known === undefined ? 'nobody has the name that was typed' : ''
    await noteAudit(db, { at: now, actor: '', action: 'login_failed', target: known?.name ?? '', address, detail })
    return null
  },
}
