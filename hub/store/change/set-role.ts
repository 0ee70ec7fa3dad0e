import { otherAdmins } from '../admin-count.ts'
import { giveBack } from '../give-back.ts'
import type { Role } from '../known-person.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import { unlessChanged } from '../unless-changed.ts'

/** Another role for a person. */
export interface NewRole {
  readonly name: string
  readonly role: Role
  readonly now: number
  readonly by: Actor
}

/**
 * Gives a person another role, which counts for the next request; the last admin stays one. Who is a viewer from
 * now on gives back what they took care of.
 */
export const setRole = unlessChanged<NewRole, 'set' | 'unknown' | 'last_admin'>({
  name: 'set-role',
  run: async (db, { name, role, now, by }) => {
    const person = await db.selectFrom('person').select(['id', 'role']).where('name', '=', name).executeTakeFirst()
    if (person === undefined) return 'unknown'
    if (person.role === 'admin' && role !== 'admin' && (await otherAdmins(db, name)) === 0) return 'last_admin'
    await db.updateTable('person').set({ role }).where('id', '=', person.id).execute()
    if (role === 'viewer') await giveBack(db, { name, now, by })
    const detail = `${person.role} to ${role}`
    await noteAudit(db, { at: now, ...by, action: 'role_changed', target: name, detail })
    return 'set'
  },
})
