import { otherAdmins } from '../admin-count.ts'
import type { Question } from '../store.ts'

/** Whether nobody can sign in as an admin yet. */
export const isSetupNeeded: Question<null, boolean> = {
  name: 'is-setup-needed',
  run: async (db) => (await otherAdmins(db, '')) === 0,
}
