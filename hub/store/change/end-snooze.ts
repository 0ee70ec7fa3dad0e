import { awakened } from '../../alerts/alert-thread.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'
import { keepThread, threadOfRow } from '../thread-rows.ts'

/** Ends a snooze early: what it held back is looked at again. False if there is none of that number in force. */
export const endSnooze: Change<{ id: number; now: number; by: Actor }, boolean> = {
  name: 'end-snooze',
  run: async (db, { id, now, by }) => {
    const ended = await db
      .updateTable('snooze')
      .set({ ended: now })
      .where('id', '=', id)
      .where('ended', 'is', null)
      .where('until', '>', now)
      .returning('id')
      .execute()
    if (ended.length === 0) return false
    const rows = await db.selectFrom('alert_thread').selectAll().where('state', 'in', ['snoozed', 'reopened']).execute()
    for (const row of rows) await keepThread(db, row.incident, row.rule, awakened(threadOfRow(row), now))
    await noteAudit(db, { at: now, ...by, action: 'snooze_ended', target: `snooze ${id}`, detail: '' })
    return true
  },
}
