import { otherAdmins } from '../admin-count.ts'
import { giveBack } from '../give-back.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import { unlessChanged } from '../unless-changed.ts'

/**
 * Ends a person's sessions, lets no login and no token of theirs count, and gives back what they took care of; the last
 * admin stays.
 */
export const disablePerson = unlessChanged<
  { name: string; now: number; by: Actor },
  'disabled' | 'unknown' | 'last_admin' | 'unchanged'
>({
  name: 'disable-person',
  run: async (db, { name, now, by }) => {
    const columns = ['id', 'role', 'disabled'] as const
    const person = await db.selectFrom('person').select(columns).where('name', '=', name).executeTakeFirst()
    if (person === undefined) return 'unknown'
    if (person.disabled !== null) return 'unchanged'
    if (person.role === 'admin' && (await otherAdmins(db, name)) === 0) return 'last_admin'
    await db.updateTable('person').set({ disabled: now }).where('id', '=', person.id).execute()
    await db.deleteFrom('session').where('person', '=', person.id).execute()
    await giveBack(db, { name, now, by })
    await noteAudit(db, { at: now, ...by, action: 'person_disabled', target: name, detail: '' })
    return 'disabled'
  },
})
