import { type Actor, noteAudit } from '../note-audit.ts'
import { inStatements } from '../statement-rows.ts'
import type { Change } from '../store.ts'

/** Which rows of quarantine were taken as events, of which host, when, in seconds, and who had it done. */
export interface TakenEntries {
  readonly ids: readonly number[]
  readonly host: string
  readonly now: number
  readonly by: Actor
}

/** Takes entries out of quarantine that are events by now. */
export const leaveQuarantine: Change<TakenEntries, null> = {
  name: 'leave-quarantine',
  run: async (db, { ids, host, now, by }) => {
    for (const some of inStatements(ids)) await db.deleteFrom('quarantine').where('id', 'in', some).execute()
    await noteAudit(db, { at: now, ...by, action: 'quarantine_taken', target: host, detail: `${ids.length}` })
    return null
  },
}
