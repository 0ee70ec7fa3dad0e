import { otherAdmins } from '../admin-count.ts'
import { noteAudit } from '../note-audit.ts'
import type { Change } from '../store.ts'

/** Somebody with a code for the first admin. */
export interface FirstAdmin {
  readonly digest: string
  readonly name: string
  readonly password: string
  readonly now: number
  readonly address: string
}

/** Adds the first admin, once for each code; while there is one, no code counts. */
export const addFirstAdmin: Change<FirstAdmin, 'added' | 'wrong_code' | 'admin_there' | 'name_taken'> = {
  name: 'add-first-admin',
  run: async (db, { digest, name, password, now, address }) => {
    const code = await db
      .selectFrom('setup_code')
      .select('digest')
      .where('digest', '=', digest)
      .where('expires', '>', now)
      .executeTakeFirst()
    if (code === undefined) return 'wrong_code'
    if ((await otherAdmins(db, '')) > 0) return 'admin_there'
    const added = await db
      .insertInto('person')
      .values({ name, role: 'admin', password, created: now })
      .onConflict((conflict) => conflict.column('name').doNothing())
      .returning('id')
      .executeTakeFirst()
    if (added === undefined) return 'name_taken'
    await db.deleteFrom('setup_code').execute()
    const detail = 'admin, by the setup code'
    await noteAudit(db, { at: now, actor: name, action: 'person_added', target: name, address, detail })
    return 'added'
  },
}
