import type { Role } from '../known-person.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** A new person. */
export interface NewPerson {
  readonly name: string
  readonly role: Role
  /** A PHC string; null for a program, which has only tokens. */
  readonly password: string | null
  readonly now: number
  readonly by: Actor
}

/** Adds a person; false if the name is taken. */
export const addPerson: Change<NewPerson, boolean> = {
  name: 'add-person',
  run: async (db, { name, role, password, now, by }) => {
    const added = await db
      .insertInto('person')
      .values({ name, role, password, created: now })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (added === undefined) return false
    await noteAudit(db, { at: now, ...by, action: 'person_added', target: name, detail: role })
    return true
  },
}
