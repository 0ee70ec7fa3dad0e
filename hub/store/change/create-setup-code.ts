import { otherAdmins } from '../admin-count.ts'
import { type Actor, noteAudit } from '../note-audit.ts'
import type { SetupCodeTable } from '../people-tables.ts'
import type { Change } from '../store.ts'

/** A new code for the first admin. */
export interface NewSetupCode {
  readonly code: SetupCodeTable
  readonly now: number
  readonly by: Actor
}

/** Keeps a code for the first admin in place of any other; false if there is an admin who can sign in. */
export const createSetupCode: Change<NewSetupCode, boolean> = {
  name: 'create-setup-code',
  run: async (db, { code, now, by }) => {
    if ((await otherAdmins(db, '')) > 0) return false
    await db.deleteFrom('setup_code').execute()
    await db.insertInto('setup_code').values(code).execute()
    await noteAudit(db, { at: now, ...by, action: 'setup_code_made', target: '', detail: '' })
    return true
  },
}
