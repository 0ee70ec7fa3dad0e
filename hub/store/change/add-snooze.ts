import type { Snooze } from '../../alerts/snooze.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** What somebody wants not to be told, until when, and why. */
export interface NewSnooze extends Pick<Snooze, 'what' | 'which' | 'until' | 'reason'> {
  /** In seconds. */
  readonly now: number
  readonly by: Actor
}

/** Snoozes something; returns the number of the snooze. */
export const addSnooze: Change<NewSnooze, number> = {
  name: 'add-snooze',
  run: async (db, { what, which, until, reason, now, by }) => {
    const row = { what, which, until, made: now, who: by.actor, reason, ended: null }
    const { id } = await db.insertInto('snooze').values(row).returning('id').executeTakeFirstOrThrow()
    // What it names may be somebody's address, which the log keeps longer than the snooze.
    await noteAudit(db, { at: now, ...by, action: 'snoozed', target: `snooze ${id}`, detail: `a ${what}` })
    return id
  },
}
