import type { Change } from '../store.ts'
import type { EnrolTokenTable } from '../tables.ts'

/** Keeps a new token for enrolments. */
export const createToken: Change<Omit<EnrolTokenTable, 'revoked'>, null> = {
  name: 'create-token',
  run: async (db, token) => {
    await db.insertInto('enrol_token').values(token).execute()
    return null
  },
}
