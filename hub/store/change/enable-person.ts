import { type Actor, noteAudit } from '../note-audit.ts'
import { unlessChanged } from '../unless-changed.ts'

/** Lets a person sign in again, and the tokens count; false if there is no such person. */
export const enablePerson = unlessChanged<{ name: string; now: number; by: Actor }, boolean>({
  name: 'enable-person',
  run: async (db, { name, now, by }) => {
    const enabled = await db
      .updateTable('person')
      .set({ disabled: null })
      .where('name', '=', name)
      .returning('id')
      .executeTakeFirst()
    if (enabled === undefined) return false
    await noteAudit(db, { at: now, ...by, action: 'person_enabled', target: name, detail: '' })
    return true
  },
})
