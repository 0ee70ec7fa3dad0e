import { type Actor, noteAudit } from '../note-audit.ts'
import { unlessChanged } from '../unless-changed.ts'

/** Another password for a person. */
export interface NewPassword {
  readonly name: string
  /** A PHC string. */
  readonly password: string
  readonly now: number
  readonly by: Actor
}

/** Gives a person another password and ends the sessions; false if there is no such person. */
export const setPassword = unlessChanged<NewPassword, boolean>({
  name: 'set-password',
  run: async (db, { name, password, now, by }) => {
    const person = await db
      .updateTable('person')
      .set({ password })
      .where('name', '=', name)
      .returning('id')
      .executeTakeFirst()
    if (person === undefined) return false
    await db.deleteFrom('session').where('person', '=', person.id).execute()
    await noteAudit(db, { at: now, ...by, action: 'password_changed', target: name, detail: '' })
    return true
  },
})
