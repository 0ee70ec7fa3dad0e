import { otherAdmins } from '../admin-count.ts'
import type { Change } from '../store.ts'
import type { SetupCodeTable } from '../tables.ts'

/** Keeps a code for the first admin in place of any other; false if there is an admin who can sign in. */
export const createSetupCode: Change<SetupCodeTable, boolean> = {
  name: 'create-setup-code',
  run: async (db, code) => {
    if ((await otherAdmins(db, '')) > 0) return false
    await db.deleteFrom('setup_code').execute()
    await db.insertInto('setup_code').values(code).execute()
    return true
  },
}
