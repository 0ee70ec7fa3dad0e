import type { Kysely } from 'kysely'
import type { Actor } from './note-audit.ts'
import { noteHistory } from './note-history.ts'
import type { Tables } from './tables.ts'

/** Who may judge no longer, since when, in seconds, and who said so. */
interface GivingBack {
  readonly name: string
  readonly now: number
  readonly by: Actor
}

/**
 * Gives back what somebody took care of who may judge no longer: nobody would look after it, and no reminder would
 * follow. Its alert rules look at it again now.
 */
export async function giveBack(db: Kysely<Tables>, { name, now, by: { actor } }: GivingBack): Promise<void> {
  const assigned = db.selectFrom('incident').select('id').where('assignee', '=', name).where('closed', 'is', null)
  const rows = await assigned.execute()
  await db
    .updateTable('alert_thread')
    .set({ due: now })
    .where('state', '=', 'told')
    .where('due', 'is', null)
    .where('incident', 'in', assigned)
    .execute()
  await db
    .updateTable('alert_thread')
    .set({ state: 'told', due: now })
    .where('state', '=', 'acknowledged')
    .where('acknowledged_by', '=', name)
    .execute()
  await db
    .updateTable('alert_thread')
    .set({ acknowledged_by: null, acknowledged: null })
    .where('acknowledged_by', '=', name)
    .execute()
  for (const { id } of rows) {
    await db
      .updateTable('incident')
      .set(({ eb }) => ({ assignee: null, updated: now, revision: eb('revision', '+', 1) }))
      .where('id', '=', id)
      .execute()
    await noteHistory(db, { incident: id, at: now, actor, action: 'assigned', detail: '' })
  }
}
